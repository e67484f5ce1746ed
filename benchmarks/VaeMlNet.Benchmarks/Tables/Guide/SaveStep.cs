using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Saves the fitted pipeline, and uses it as a program without VaeMlNet would.</summary>
internal static class SaveStep
{
    public static void Run(MLContext ml, ITransformer detector, IDataView films)
    {
        // <save>
        ml.Model.Save(detector, films.Schema, "artifacts/films.zip");

        // In another program, with ML.NET alone:
        var loaded = new MLContext().Model.Load("artifacts/films.zip", out _);
        float[] scores = [.. loaded.Transform(films).GetColumn<float>("Score")];
        // </save>
        float[] before = [.. detector.Transform(films).GetColumn<float>("Score")];
        var largest = scores.Zip(before, (a, b) => MathF.Abs(a - b) / Math.Max(1, MathF.Abs(b))).Max();
        Console.WriteLine(FormattableString.Invariant($"{scores.Length} scores, largest difference {largest:G2}"));
        (loaded as IDisposable)?.Dispose();
    }
}
