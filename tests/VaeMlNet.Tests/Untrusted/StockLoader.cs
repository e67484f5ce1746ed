using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Loads a saved pipeline as a process does that has never heard of VaeMlNet, and prints what it gives.</summary>
internal static class StockLoader
{
    public const string Verb = "load";

    /// <summary>In the range of every likelihood, and the same in both processes.</summary>
    public static Row[] Rows { get; } =
        Row.From([
            .. Enumerable
                .Range(0, 20)
                .Select(i =>
                    Enumerable.Range(0, TinyModel.InputDim).Select(j => ((7 * i) + (3 * j)) % 11 / 11f).ToArray()
                ),
        ]);

    public static int Run(string zip)
    {
        var ml = new MLContext(seed: 1);
        Print(ml.Model.Load(zip, out _).Transform(ml.Data.LoadFromEnumerable(Rows)), Console.Out);
        bool isLoaded = AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == "VaeMlNet");
        return isLoaded ? 1 : 0;
    }

    /// <summary>A line for the schema, then a line per row: score, label, latents.</summary>
    public static void Print(IDataView view, TextWriter output)
    {
        output.WriteLine(string.Join(", ", SavedZip.Visible(view.Schema)));
        List<float> scores = Read.Column<float>(view, "Score");
        List<bool> labels = Read.Column<bool>(view, "PredictedLabel");
        float[][] latents = Read.Vectors(view, "Latent");
        for (int i = 0; i < scores.Count; i++)
        {
            IEnumerable<float> numbers = latents[i].Prepend(labels[i] ? 1 : 0).Prepend(scores[i]);
            output.WriteLine(string.Join(" ", numbers.Select(n => $"{n:R}")));
        }
    }
}
