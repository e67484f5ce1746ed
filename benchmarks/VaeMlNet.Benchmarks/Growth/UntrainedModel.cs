using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Exports a network after very little training, because the speed depends only on its widths.</summary>
internal static class UntrainedModel
{
    private const int RowCount = 32;

    /// <summary>Writes the model folder of a D-400-L network with a Bernoulli likelihood.</summary>
    public static void Export(string folder, int inputDim, int latentDim)
    {
        using var rows = rand(RowCount, inputDim);
        var trainer = new VaeTrainer(
            new VaeTrainerOptions
            {
                Device = "cpu",
                LatentDim = latentDim,
                HiddenDims = [400],
                EpochCount = 1,
                Seed = 1,
            }
        );
        using var trained = trainer.Fit(rows);
        trained.Export(folder, rows);
    }
}
