using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli.Tests;

/// <summary>tests/node/score.mjs: a detector that `vaemlnet export` wrote, run by Node.js on raw values.</summary>
[Category("Long")]
internal sealed class NodeScoringTests
{
    // As everywhere between runtimes: sums of float32 in another order.
    private const double Absolute = 1e-5;
    private const double Relative = 1e-4;
    private const int RowCount = 200;
    private const int EpochCount = 40;

    // Everything missing; a category and a number that training did not have.
    private const string Oddities = "y1,,,false,,\ny2,-1e6,?,true,purple,\ny3,NaN,7e8,true,\"dark, red\",\n";

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Score_RawValues_GivesTheScoresAndLabelsOfTheFittedDetector()
    {
        var node = NodeProject.Install();
        var training = folder.Write("training.csv", TinyTable.Rows(RowCount, seed: 7));
        var scored = CsvFile.Open(folder.Write("scored.csv", TinyTable.Rows(RowCount, seed: 8) + Oddities));
        IReadOnlyList<CsvColumn> columns = Export(training);
        CsvTableView data = new(scored, columns);
        using var detector = new MLContext(1)
            .AnomalyDetection.Trainers.Vae(
                [.. columns.Select(column => column.Name)],
                new VaeTrainerOptions { EpochCount = EpochCount }
            )
            .Fit(new CsvTableView(CsvFile.Open(training), columns));
        var expected = detector.Transform(data);
        var rows = folder.Write("rows.json", RowsAsJson(scored, columns).ToJsonString());

        var actual = JsonNode.Parse(NodeProject.Run(node, "score.mjs", folder["model"], rows))!.AsArray();

        float[] scores = [.. expected.GetColumn<float>("Score")];
        bool[] labels = [.. expected.GetColumn<bool>("PredictedLabel")];

        Assert.That(actual, Has.Count.EqualTo(RowCount + 3));
        Assert.That(scores.Distinct().Count(), Is.GreaterThan(RowCount / 2), "scores that say something");
        Assert.That(labels.Distinct().Count(), Is.EqualTo(2), "both labels");

        for (var i = 0; i < scores.Length; i++)
        {
            var score = actual[i]!["score"]!.GetValue<double>();
            Assert.That(score, Is.EqualTo(scores[i]).Within(Absolute + Relative * Math.Abs(scores[i])), $"row {i}");
            Assert.That(actual[i]!["isAnomaly"]!.GetValue<bool>(), Is.EqualTo(labels[i]), $"row {i}");
        }
    }

    private CsvColumn[] Export(string training)
    {
        ToolRun
            .Run(
                "export",
                "--model=detector",
                $"--data={training}",
                "--ignore=Id",
                "--label-column=Fraud",
                $"--epochs={EpochCount}",
                $"--out={folder["model"]}"
            )
            .Succeeded();
        return ModelTable.Columns(VaeModel.ReadManifest(folder["model"]));
    }

    /// <summary>Returns the rows as a JavaScript program would read them: from the text of the file, without ML.NET.</summary>
    private static JsonArray RowsAsJson(CsvFile file, IReadOnlyList<CsvColumn> columns)
    {
        JsonArray rows = [];
        foreach (var record in file.ReadRecords())
        {
            JsonObject row = [];
            foreach (var column in columns)
            {
                row[column.Name] = Value(column, record, file.IndexOf(column.Name));
            }

            rows.Add((JsonNode)row);
        }

        return rows;
    }

    private static JsonValue? Value(CsvColumn column, CsvRecord record, int index)
    {
        if (column.IsMissing(record, index))
        {
            return null;
        }

        var text = record.Text(index);
        return column.Kind switch
        {
            CsvColumnKind.Number => JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)),
            CsvColumnKind.Boolean => JsonValue.Create(bool.Parse(text)),
            _ => JsonValue.Create(text),
        };
    }
}
