using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The steps on a table model give what was computed independently, and name their slots.</summary>
public sealed class TableStepTests
{
    private readonly MLContext ml = new(seed: 1);
    private readonly TableRow[] rows = TinyTable.RecordedRows();
    private readonly IDataView data = TinyTable.View(TinyTable.RecordedRows());

    [Test]
    public void VaeEncode_RecordedRows_GivesTheRecordedPosterior()
    {
        var options = new VaeEncodeOptions { LogVarianceColumnName = "LogVariance", BatchSize = 3 };
        using var step = ml.Transforms.VaeEncode("Latent", TinyTable.Names, TinyTable.Folder, options).Fit(data);
        var view = step.Transform(data);

        AreClose(ViewColumns.Vectors(view, "Latent"), TinyTable.Recorded("encoder_output_0"));
        AreClose(ViewColumns.Vectors(view, "LogVariance"), TinyTable.Recorded("encoder_output_1"));
    }

    [TestCase(VaeScoreKind.NegativeElbo, "scorer_output_0", "scorer_output_4")]
    [TestCase(VaeScoreKind.ReconstructionError, "scorer_output_1", "scorer_output_3")]
    [Proves(33)]
    public void VaeScore_RecordedRows_GivesTheRecordedScoresAndContributions(
        VaeScoreKind kind,
        string scores,
        string contributions
    )
    {
        var options = new VaeScoreOptions { Kind = kind, ContributionsColumnName = "Why" };
        using var model = VaeModel.Open(TinyTable.Folder);
        using var step = ml.Transforms.VaeScore("Score", TinyTable.Names, model, options).Fit(data);
        var view = step.Transform(data);

        AreClose([.. ViewColumns.Column<float>(view, "Score").Select(s => new[] { s })], TinyTable.Recorded(scores));
        AreClose(ViewColumns.Vectors(view, "Why"), TinyTable.Recorded(contributions));

        Assert.That(Shapes.SlotNames(view.Schema["Why"]), Is.EqualTo(string.Join(' ', TinyTable.SlotNames)));
    }

    [Test]
    public void VaeReconstruct_AnyRows_GivesWhatDecodingTheLatentsGives()
    {
        using var model = VaeModel.Open(TinyTable.Folder);
        var pipeline = ml
            .Transforms.VaeReconstruct("Again", TinyTable.Names, model)
            .Append(ml.Transforms.VaeEncode("Latent", TinyTable.Names, model))
            .Append(ml.Transforms.VaeDecode("Decoded", "Latent", model));
        var view = pipeline.Fit(data).Transform(data);

        var again = ViewColumns.Vectors(view, "Again");

        AreClose(again, [.. ViewColumns.Vectors(view, "Decoded").SelectMany(v => v)]);

        Assert.That(again[0], Has.Length.EqualTo(TinyTable.DecodedCount));

        const string names = "Age Vitals.Pressure Vitals.Oxygen Smoker Job.clerk Job.nurse Job.smith Region.1 Region.2";

        Assert.That(Shapes.SlotNames(view.Schema["Again"]), Is.EqualTo(names));
        Assert.That(Shapes.SlotNames(view.Schema["Decoded"]), Is.EqualTo(names));
        Assert.That(again.Select(v => v[4] + v[5] + v[6]), Is.All.EqualTo(1).Within(1e-5), "probabilities of Job");
    }

    /// <summary>A copy of each column would be a transformer each, and tables have thousands of columns.</summary>
    [Test]
    public void Save_ColumnsAsTheModelNamesThem_CopiesNone()
    {
        using var step = ml.Transforms.VaeEncode("Latent", TinyTable.Names, TinyTable.Folder).Fit(data);

        var loaded = SavedZip.SaveAndLoad(step, data.Schema);

        Assert.That(SavedZip.Flatten(loaded).Select(t => t.GetType().Name).Count(), Is.EqualTo(3), "run, name, drop");
    }

    /// <summary>Names that the graph has for other values, one of them another column's.</summary>
    [Test]
    public void Save_ColumnsNamedLikeOtherValuesOfTheGraph_GivesTheSameValues()
    {
        string[] own = ["seen", "Age", "mean", "Region", "vitals"];
        var renamed = data;
        foreach ((var mine, var models) in own.Zip(TinyTable.Names))
        {
            renamed = ml.Transforms.CopyColumns("my " + mine, models).Fit(renamed).Transform(renamed);
        }

        foreach (var mine in own)
        {
            renamed = ml.Transforms.CopyColumns(mine, "my " + mine).Fit(renamed).Transform(renamed);
        }

        using var step = ml.Transforms.VaeReconstruct("Again", own, TinyTable.Folder).Fit(renamed);
        var expected = ViewColumns.Vectors(step.Transform(renamed), "Again");

        var loaded = SavedZip.SaveAndLoad(step, renamed.Schema);

        AreClose(ViewColumns.Vectors(loaded.Transform(renamed), "Again"), [.. expected.SelectMany(v => v)]);
    }

    [Test]
    public void Predict_RowByRow_AgreesWithTheView()
    {
        using var step = ml.Transforms.VaeEncode("Latent", TinyTable.Names, TinyTable.Folder).Fit(data);
        using var engine = ml.Model.CreatePredictionEngine<TableRow, Encoded>(step);
        var expected = ViewColumns.Vectors(step.Transform(data), "Latent");

        for (var i = 0; i < rows.Length; i++)
        {
            Assert.That(engine.Predict(rows[i]).Latent, Is.EqualTo(expected[i]).Within(1e-5), $"row {i}");
        }
    }

    private static void AreClose(float[][] actual, float[] expected)
    {
        float[] all = [.. actual.SelectMany(v => v)];
        Assert.That(all, Has.Length.EqualTo(expected.Length));
        for (var i = 0; i < all.Length; i++)
        {
            Assert.That(all[i], Is.EqualTo(expected[i]).Within(1e-5 + (1e-5 * Math.Abs(expected[i]))), $"value {i}");
        }
    }

    private sealed class Encoded
    {
        [VectorType(TinyTable.LatentDim)]
        public float[] Latent { get; set; } = [];
    }
}
