using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The rows that a person is asked about, and the column of the answers.</summary>
public sealed class RowsToLabelTests
{
    private const int RowCount = 300;

    private readonly MLContext ml = new(seed: 1);
    private readonly TemporaryFolder folder = new();
    private IDataView data = null!;
    private VaeModel model = null!;

    [OneTimeSetUp]
    public void OpenModel()
    {
        data = TinyTable.View(TinyTable.Rows(RowCount));
        model = VaeModel.Open(UsualTable.Make(folder["m"], "Age", "Job"));
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Test]
    [Proves(89)]
    public void VaeRowsToLabel_Table_AsksForHighScoresWithTheirReasons()
    {
        var asked = ml.Data.VaeRowsToLabel(data, model, count: 5);
        var scores = Scores();

        Assert.That(asked, Has.Count.EqualTo(5));
        Assert.That(asked.Select(row => row.Row), Is.Unique);
        Assert.That(asked.Select(row => row.Score), Is.EqualTo(asked.Select(row => scores[row.Row])));
        Assert.That(
            asked.Select(row => scores.Count(score => score > row.Score)),
            Is.All.LessThan(RowCount / 5),
            "a fifth of the rows are candidates"
        );
        Assert.That(asked.Select(row => row.Reasons.Count), Is.All.GreaterThan(0));
        Assert.That(
            asked.Select(row => row.IsAnomaly),
            Is.EqualTo(asked.Select(row => row.Score > model.Manifest.Threshold.NegativeElbo))
        );
    }

    [Test]
    public void VaeRowsToLabel_SameRowsTwice_AreTheSame() =>
        Assert.That(
            ml.Data.VaeRowsToLabel(data, model, count: 7).Select(row => row.Row),
            Is.EqualTo(ml.Data.VaeRowsToLabel(data, model, count: 7).Select(row => row.Row))
        );

    [Test]
    public void VaeRowsToLabel_FewerQuestions_AreTheFirstOfMoreQuestionsAmongTheSameCandidates()
    {
        // A fifth of 2,000 rows are the candidates of both.
        var many = TinyTable.View(TinyTable.Rows(2000));
        var twelve = ml.Data.VaeRowsToLabel(many, model, count: 12).Select(row => row.Row).ToArray();

        Assert.That(ml.Data.VaeRowsToLabel(many, model, count: 4).Select(row => row.Row), Is.EqualTo(twelve[..4]));
    }

    [Test]
    [Proves(89)]
    public void VaeRowsToLabel_RowsWithLabels_AreNotAskedAgain()
    {
        var first = ml.Data.VaeRowsToLabel(data, model, count: 4).Select(row => row.Row).ToArray();
        var second = ml.Data.VaeRowsToLabel(data, model, count: 4, labeled: first).Select(row => row.Row).ToArray();

        Assert.That(second, Has.Length.EqualTo(4));
        Assert.That(second.Intersect(first), Is.Empty);
    }

    [Test]
    public void VaeRowsToLabel_MoreQuestionsThanRows_AsksForEachRowOnce()
    {
        var few = TinyTable.View(TinyTable.Rows(6));

        Assert.That(
            ml.Data.VaeRowsToLabel(few, model, count: 20, labeled: [-1, 2, 999]).Select(row => row.Row),
            Is.EquivalentTo(new long[] { 0, 1, 3, 4, 5 })
        );
    }

    [Test]
    public void VaeRowsToLabel_LargestCount_AsksForAsManyRowsAsTheNumberOfRows()
    {
        var all = ml.Data.VaeRowsToLabel(data, model, count: RowCount);

        Assert.That(all, Has.Count.EqualTo(RowCount));
        Assert.That(
            ml.Data.VaeRowsToLabel(data, model, count: int.MaxValue).Select(row => row.Row),
            Is.EqualTo(all.Select(row => row.Row))
        );
    }

    [Test]
    public void VaeRowsToLabel_LikelihoodFromSamples_HasItsScoresAndTheReasonsOfTheElbo()
    {
        VaeScoreOptions options = new() { Kind = VaeScoreKind.MarginalLikelihood };
        var scores = Scores(options);

        var asked = ml.Data.VaeRowsToLabel(data, model, count: 5, options: options);

        Assert.That(asked.Select(row => row.Score), Is.EqualTo(asked.Select(row => scores[row.Row])).Within(1e-3));
        Assert.That(asked.Select(row => row.Reasons.Count), Is.All.GreaterThan(0));
    }

    [Test]
    public void VaeRowsToLabel_NamesOfColumns_AreNotUsed()
    {
        VaeScoreOptions options = new()
        {
            PredictedLabelColumnName = null,
            PValueColumnName = "Score",
            UnseenColumnName = "Reasons",
        };

        Assert.That(
            ml.Data.VaeRowsToLabel(data, model, count: 5, options: options).Select(row => row.Row),
            Is.EqualTo(ml.Data.VaeRowsToLabel(data, model, count: 5).Select(row => row.Row))
        );
    }

    [Test]
    public void VaeRowsToLabel_Features_AsksForTheRowFarFromTheOthers()
    {
        using var features = VaeModel.Open(TinyModel.Gaussian.Folder);
        var schema = SchemaDefinition.Create(typeof(FeatureRow));
        schema[nameof(FeatureRow.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single,
            TinyModel.InputDim
        );
        var rows = TinyModel.Gaussian.Rows(100);
        rows[42] = [.. rows[42].Select(value => value + 50)];
        var view = ml.Data.LoadFromEnumerable(rows.Select(row => new FeatureRow { Features = row }).ToArray(), schema);

        var asked = ml.Data.VaeRowsToLabel(view, features, count: 5, inputColumnName: nameof(FeatureRow.Features));

        Assert.That(asked.Select(row => row.Row), Does.Contain(42));
        Assert.That(asked.Single(row => row.Row == 42).Reasons[0], Does.StartWith("Features."));
    }

    [Test]
    public void VaeRowsToLabel_NoQuestion_IsRefused() =>
        Assert.That(
            () => ml.Data.VaeRowsToLabel(data, model, count: 0),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("count")
        );

    [Test]
    public void WithVaeLabels_Rows_HaveTheirLabelsAndColumns()
    {
        var labeled = ml.Data.WithVaeLabels(data, new Dictionary<long, bool> { [1] = true, [4] = false });
        var labels = labeled.GetColumn<float>("Label").ToArray();

        Assert.That(labels, Has.Length.EqualTo(RowCount));
        Assert.That(labels[..6], Is.EqualTo(new[] { 0f, 1, 0, 0, -1, 0 }));
        Assert.That(labels[6..], Is.All.Zero);
        Assert.That(labeled.GetColumn<float>("Age"), Is.EqualTo(data.GetColumn<float>("Age")));
        Assert.That(labeled.GetRowCount(), Is.EqualTo(data.GetRowCount()));
    }

    [Test]
    public void WithVaeLabels_LabelBehindTheLastRow_ThrowsWithTheRow()
    {
        var labeled = ml.Data.WithVaeLabels(data, new Dictionary<long, bool> { [RowCount] = true }, "Known");

        Assert.That(
            () => labeled.GetColumn<float>("Known").ToArray(),
            Throws
                .TypeOf<VaeRowException>()
                .With.Property(nameof(VaeRowException.Row))
                .EqualTo(RowCount)
                .And.Property(nameof(VaeRowException.ColumnName))
                .EqualTo("Known")
        );
    }

    [Test]
    public void WithVaeLabels_NegativeRow_IsRefused() =>
        Assert.That(
            () => ml.Data.WithVaeLabels(data, new Dictionary<long, bool> { [3] = true, [-2] = true }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Row -2 has a label")
        );

    [Test]
    public void VaeRowsToLabel_ManyRowsWithLabels_ReadsAtMostThePromisedNumberOnceMore()
    {
        const int rowCount = 6000;
        const int promised = 3500;
        using var features = VaeModel.Open(TinyModel.Gaussian.Folder);
        ReusingView view = new(TinyModel.Gaussian.Rows(rowCount));
        long[] labeled = [.. Enumerable.Range(0, rowCount - 500).Select(row => (long)row)];

        var asked = ml.Data.VaeRowsToLabel(view, features, 5, labeled, inputColumnName: "Features");

        Assert.That(asked.Select(row => row.Row), Has.Exactly(5).Items.And.All.GreaterThanOrEqualTo(rowCount - 500));
        Assert.That(view.FeaturesRead, Is.AtMost(rowCount + (2 * promised)), "scorer and encoder read them once each");
    }

    private float[] Scores(VaeScoreOptions? options = null)
    {
        using var scorer = ml.Transforms.VaeScore("Score", (string[])[], model, options).Fit(data);
        return [.. scorer.Transform(data).GetColumn<float>("Score")];
    }

    private sealed class FeatureRow
    {
        public float[] Features { get; set; } = [];
    }
}
