namespace VaeMlNet.Benchmarks;

/// <summary>What sections share: the digits, and models that have been trained already.</summary>
internal sealed class SectionRun(ModelsSettings settings, DigitTensors digits, Action<string> report) : IDisposable
{
    private readonly Dictionary<VaeTrainerOptions, TrainedVae> trained = [];

    public ModelsSettings Settings => settings;

    public DigitTensors Digits => digits;

    /// <summary>Takes lines about how far a run has come.</summary>
    public Action<string> Report => report;

    /// <summary>A model of the command line's.</summary>
    public static VaeTrainerOptions Preset(string model, int epochCount, int seed = 1) =>
        ModelPreset.Options(model) with
        {
            EpochCount = epochCount,
            Seed = seed,
        };

    /// <summary>Trains, judging by the test images after each epoch; what was trained before is not trained again.</summary>
    /// <returns>The model, which stays this object's.</returns>
    public TrainedVae Train(VaeTrainerOptions options)
    {
        if (!trained.TryGetValue(options, out var model))
        {
            model = new VaeTrainer(options).Fit(digits.Train, digits.Test, new EpochPrinter(report));
            trained.Add(options, model);
        }

        return model;
    }

    public void Dispose()
    {
        foreach (var model in trained.Values)
        {
            model.Dispose();
        }
    }
}
