namespace VaeMlNet.Benchmarks;

/// <summary>The data and trained models that sections share.</summary>
internal sealed class SectionRun(ModelsSettings settings, DigitTensors digits, Action<string> report) : IDisposable
{
    private readonly Dictionary<VaeTrainerOptions, TrainedVae> trained = [];

    public ModelsSettings Settings => settings;

    public DigitTensors Digits => digits;

    /// <summary>Gets the function that receives progress reports.</summary>
    public Action<string> Report => report;

    /// <summary>Creates the options of a model of the command line.</summary>
    public static VaeTrainerOptions Preset(string model, int epochCount, int seed = 1) =>
        ModelPreset.Options(model) with
        {
            EpochCount = epochCount,
            Seed = seed,
        };

    /// <summary>
    /// Trains a model with the test images as validation data. A model that was trained before is returned again.
    /// </summary>
    /// <returns>The model. This object owns it.</returns>
    public TrainedVae Train(VaeTrainerOptions options)
    {
        if (!trained.TryGetValue(options, out var model))
        {
            model = new VaeTrainer(options).Fit(digits.Train, digits.Test, progress: new EpochPrinter(report));
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
