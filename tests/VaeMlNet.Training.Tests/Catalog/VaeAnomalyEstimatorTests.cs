using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

public sealed class VaeAnomalyEstimatorTests
{
    private readonly MLContext ml = new(1);
    private IDataView data = null!;
    private VaeScoreTransformer detector = null!;

    [OneTimeSetUp]
    public void Train()
    {
        // In the last five rows the columns do not hang together as in the others.
        var rows = SomeTable.Rows(300);
        foreach (var row in rows[^5..])
        {
            (row.Income, row.Measures) = (140_000, [-3, 3, 0.5f]);
        }

        data = SomeTable.View(rows);
        detector = Estimator(new() { Contamination = 0.02 }).Fit(data);
    }

    [OneTimeTearDown]
    public void Dispose() => detector.Dispose();

    [Test]
    public void Fit_RowsThatAreForeign_HaveTheHighestScores()
    {
        var scores = detector.Transform(data).GetColumn<float>("Score").ToArray();

        Assert.That(scores[^5..].Min(), Is.GreaterThan(scores[..^5].Max()));
        Assert.That(scores, Has.All.Matches<float>(float.IsFinite));
    }

    [Test]
    public void Fit_Contamination_LabelsThatShareOfTheTrainingRows() =>
        Assert.That(detector.Transform(data).GetColumn<bool>("PredictedLabel").Count(label => label), Is.EqualTo(6));

    [Test]
    public void Fit_AllColumnsOfTheData_PromisesWhatItGives()
    {
        var promised = Estimator(new()).GetOutputSchema(Shapes.Create(data.Schema));

        Assert.That(
            Shapes.Describe(promised),
            Is.EqualTo(Shapes.Describe(Shapes.Create(detector.Transform(data).Schema)))
        );
    }

    [Test]
    public void Fit_AllColumnsOfScores_PromisesWhatItGives()
    {
        var estimator = ml.AnomalyDetection.Trainers.Vae(
            SomeTable.Columns,
            SomeTable.Options with
            {
                EpochCount = 1,
            },
            new()
            {
                ContributionsColumnName = "Why",
                UnseenColumnName = "Unseen",
                ReasonsColumnName = "Reasons",
                PValueColumnName = "P",
            }
        );

        using var fitted = estimator.Fit(data);

        Assert.That(
            Shapes.Describe(estimator.GetOutputSchema(Shapes.Create(data.Schema))),
            Is.EqualTo(Shapes.Describe(Shapes.Create(fitted.Transform(data).Schema)))
        );
    }

    [Test]
    public void Save_LoadedByMlNet_GivesTheSameScoresAndLabels()
    {
        using var folder = new TemporaryFolder();
        ml.Model.Save(detector, data.Schema, folder["detector.zip"]);

        var loaded = ml.Model.Load(folder["detector.zip"], out _).Transform(data);

        var expected = detector.Transform(data);

        Assert.That(loaded.GetColumn<float>("Score"), Is.EqualTo(expected.GetColumn<float>("Score")).Within(1e-4f));
        Assert.That(loaded.GetColumn<bool>("PredictedLabel"), Is.EqualTo(expected.GetColumn<bool>("PredictedLabel")));
    }

    [Test]
    public void SaveModelFolder_OpenedAgain_VerifiesAndScoresTheSame()
    {
        using var folder = new TemporaryFolder();
        detector.SaveModelFolder(folder["detector"]);

        using var model = VaeModel.Open(folder["detector"]);
        var scored = ml.Transforms.VaeScore("Score", SomeTable.Columns, model).Fit(data).Transform(data);

        Assert.That(model.Verify().Passed, Is.True);
        Assert.That(scored.GetColumn<float>("Score"), Is.EqualTo(detector.Transform(data).GetColumn<float>("Score")));
    }

    [Test]
    public void Fit_BernoulliLikelihood_TakesTheFeaturesAsTheyAre()
    {
        var features = Some.View(Some.Values(40));

        using var fitted = ml.AnomalyDetection.Trainers.Vae("Features", Some.Options(epochCount: 1)).Fit(features);

        using var folder = new TemporaryFolder();
        fitted.SaveModelFolder(folder["model"]);

        Assert.That(VaeModel.ReadManifest(folder["model"]).Inputs, Is.EqualTo(VaeManifest.FeatureInput));
    }

    private static IEnumerable<TestCaseData> WrongScoreOptions()
    {
        static TestCaseData Case(string fact, VaeScoreOptions options) =>
            new TestCaseData(options, fact).SetArgDisplayNames(fact);
        yield return Case("BatchSize of VaeScore is 0", new() { BatchSize = 0 });
        yield return Case("'Score'", new() { PredictedLabelColumnName = "Score" });
        yield return Case(
            "ContributionsColumnName",
            new() { Kind = VaeScoreKind.MarginalLikelihood, ContributionsColumnName = "Why" }
        );
        yield return Case("SampleCount", new() { Kind = VaeScoreKind.MarginalLikelihood, SampleCount = 0 });
        yield return Case("NaN", new() { Threshold = float.NaN });
        yield return Case("outputColumnName", new() { ReasonsColumnName = "" });
        yield return Case("IntraOpThreadCount is 0, expected 1 to 1024", new() { IntraOpThreadCount = 0 });
    }

    [TestCaseSource(nameof(WrongScoreOptions))]
    public void Create_WrongScoreOptions_AreRefusedBeforeTraining(VaeScoreOptions options, string fact) =>
        Assert.That(
            () => ml.AnomalyDetection.Trainers.Vae(SomeTable.Columns, scoreOptions: options),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains(fact)
        );

    /// <summary>A training without rows would end in another exception.</summary>
    [Test]
    public void Fit_UnseenCategoriesWithoutKeyColumns_IsRefusedBeforeTraining() =>
        Assert.That(
            () =>
                ml
                    .AnomalyDetection.Trainers.Vae(["Income"], scoreOptions: new() { UnseenColumnName = "Unseen" })
                    .Fit(SomeTable.View()),
            Throws.ArgumentException.With.Message.Contains("'trained in the pipeline by Vae' has no key columns")
        );

    /// <summary>A training without rows would end in another exception.</summary>
    [Test]
    public void Fit_BatchSizeBeyondOneBuffer_IsRefusedBeforeTraining() =>
        Assert.That(
            () =>
                ml
                    .AnomalyDetection.Trainers.Vae("Features", Some.Options(), new() { BatchSize = int.MaxValue })
                    .Fit(Some.View()),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("BatchSize of VaeScore is 2147483647, expected 1 to")
        );

    [Test]
    public void Fit_ColumnNamedLikeTheGraphsPValues_HasPValues()
    {
        var named = ml.Transforms.CopyColumns("vae_p_value", "Income").Fit(data).Transform(data);
        using var fitted = ml
            .AnomalyDetection.Trainers.Vae(
                ["vae_p_value", "Married"],
                SomeTable.Options with
                {
                    EpochCount = 1,
                },
                new() { PValueColumnName = "P" }
            )
            .Fit(named);

        Assert.That(fitted.Transform(named).GetColumn<float>("P"), Has.All.GreaterThan(0).And.All.AtMost(1));
    }

    [TestCase("Married", "Single with ConvertType.*Concatenate")]
    [TestCase("Income", "Single with ConvertType.*Concatenate")]
    [TestCase("Job", "Categorical.OneHotEncoding")]
    public void GetOutputSchema_ScalarWithALikelihoodOfFeatures_SaysHowToMakeAVector(string column, string advice)
    {
        var estimator = ml.AnomalyDetection.Trainers.Vae(column, Some.Options());

        Assert.That(
            () => estimator.GetOutputSchema(Shapes.Create(data.Schema)),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Match(advice)
        );
        Assert.That(() => estimator.Fit(data), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Match(advice));
    }

    private static IEnumerable<TestCaseData> WrongColumns()
    {
        static TestCaseData Case(string fact, VaeTrainerOptions options) =>
            new TestCaseData(options, fact).SetArgDisplayNames(fact);
        yield return Case(
            "VaeTrainerOptions.Data.ExampleWeightColumnName",
            new() { Data = new() { ExampleWeightColumnName = "Missing" } }
        );
        yield return Case(
            "VaeTrainerOptions.Data.ClassColumnName",
            new() { Data = new() { ClassColumnName = "Missing" } }
        );
        yield return Case(
            "Example weight column 'Comment' (VaeTrainerOptions.Data.ExampleWeightColumnName) is String, but VaeTrainer needs a Single",
            new() { Data = new() { ExampleWeightColumnName = "Comment" } }
        );
        yield return Case(
            "Class column 'Measures' (VaeTrainerOptions.Data.ClassColumnName) is Vector<Single>, but must be Key<UInt32>",
            new() { Data = new() { ClassColumnName = "Measures" } }
        );
        yield return Case("VaeTrainerOptions.ConditionColumns", new() { ConditionColumns = ["Missing"] });
    }

    [TestCaseSource(nameof(WrongColumns))]
    public void GetOutputSchema_WrongColumnOfTheOptions_NamesIt(VaeTrainerOptions options, string fact) =>
        Assert.That(
            () => Estimator(options).GetOutputSchema(Shapes.Create(data.Schema)),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(fact)
        );

    [TestCase("Job")]
    [TestCase("Comment")]
    public void GetOutputSchema_ClassesOfAnAllowedType_PromisesScores(string column) =>
        Assert.That(
            Estimator(new() { Data = new() { ClassColumnName = column } })
                .GetOutputSchema(Shapes.Create(data.Schema))
                .Select(promised => promised.Name),
            Has.Member("Score")
        );

    private VaeEstimator<VaeScoreTransformer> Estimator(VaeTrainerOptions options) =>
        ml.AnomalyDetection.Trainers.Vae(SomeTable.Columns, options with { EpochCount = 60 });
}
