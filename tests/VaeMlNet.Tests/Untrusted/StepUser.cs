using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Uses a model in every way and disposes nothing.</summary>
internal static class StepUser
{
    public const string Verb = "use";

    public static int Run(string modelFolder)
    {
        var ml = new MLContext(seed: 1);
        var data = new ReusingView([.. Enumerable.Range(0, 20).Select(i => new float[TinyModel.InputDim])]);
        IDataView encoded = ml.Transforms.VaeEncode("Latent", "Features", modelFolder).Fit(data).Transform(data);
        IDataView scored = ml.Transforms.VaeScore("Score", "Features", modelFolder).Fit(encoded).Transform(encoded);
        VaeModel.Open(modelFolder).Verify();
        Console.WriteLine(Read.Vectors(scored, "Latent").Length + Read.Column<float>(scored, "Score").Count);
        return 0;
    }
}
