using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;

namespace VaeMlNet.Tests;

public sealed class FreshProcessTests
{
    /// <summary>Stock ML.NET computes row by row, where matrix products add in another order.</summary>
    private const double RelativeTolerance = 1e-5;

    private const double AbsoluteTolerance = 1e-6;

    [TestCaseSource(typeof(TinyModel), nameof(TinyModel.All))]
    public void Load_InAProcessWithoutVaeMlNet_GivesTheSameSchemaAndValues(object model)
    {
        string folder = ((TinyModel)model).Folder;
        using var temporary = new TemporaryFolder();
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(StockLoader.Rows);
        var pipeline = ml
            .Transforms.VaeEncode("Latent", "Features", folder)
            .Append(ml.Transforms.VaeScore("Score", "Features", folder))
            .Fit(data);
        ml.Model.Save(pipeline, data.Schema, temporary["pipeline.zip"]);
        using var expected = new StringWriter(CultureInfo.InvariantCulture);
        StockLoader.Print(pipeline.Transform(data), expected);

        using Process child = ChildProcess.Start(Path.GetTempPath(), StockLoader.Verb, temporary["pipeline.zip"]);
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();

        Assert.That(child.ExitCode, Is.Zero, $"1 means that VaeMlNet was loaded. {child.StandardError.ReadToEnd()}");
        string[] actualLines = Lines(output);
        string[] expectedLines = Lines(expected.ToString());
        Assert.That(actualLines[0], Is.EqualTo(expectedLines[0]));
        Assert.That(actualLines, Has.Length.EqualTo(StockLoader.Rows.Length + 1));
        for (int i = 1; i < actualLines.Length; i++)
        {
            AssertClose(Numbers(actualLines[i]), Numbers(expectedLines[i]), $"row {i - 1}");
        }
    }

    private static void AssertClose(float[] actual, float[] expected, string row)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length), row);
        for (int i = 0; i < expected.Length; i++)
        {
            double tolerance = AbsoluteTolerance + (RelativeTolerance * Math.Abs(expected[i]));
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(tolerance), row);
        }
    }

    private static string[] Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static float[] Numbers(string line) =>
        [.. line.Split(' ').Select(n => float.Parse(n, CultureInfo.InvariantCulture))];
}
