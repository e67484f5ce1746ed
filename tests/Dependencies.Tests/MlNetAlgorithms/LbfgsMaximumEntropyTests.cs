using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Dependencies.Tests;

public class LbfgsMaximumEntropyTests
{
    // ML.NET stops when the objective improves by less than its tolerance, and works in single precision.
    private const double ProbabilityTolerance = 1e-2;

    private const double WeightTolerance = 5e-3;

    private readonly MLContext ml = new(seed: 1);

    private sealed class Prediction
    {
        public uint PredictedLabel { get; set; }
        public float[] Score { get; set; } = [];
    }

    [TestCase(0f, 0f, false)]
    [TestCase(0f, 1f, false)]
    [TestCase(0f, 30f, false)]
    [TestCase(0f, 1f, true)]
    [TestCase(1f, 1f, false)]
    [TestCase(1f, 0f, false)]
    [TestCase(10f, 1f, false)]
    [TestCase(10f, 1f, true)]
    [TestCase(30f, 30f, false)]
    public void Fit_WithPenalties_ReachesTheOptimumOfThePenalizedLogLoss(float l1, float l2, bool weighted)
    {
        var rows = Rows.ThreeClasses(200);
        var data = ml.Data.LoadFromEnumerable(rows);
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            exampleWeightColumnName: weighted ? "Weight" : null,
            l1Regularization: l1,
            l2Regularization: l2
        );

        var scored = trainer.Fit(data).Transform(data);

        var actual = Predictions(scored);
        var expected = SoftmaxReference.Fit(rows, weighted, l1, l2);
        for (var i = 0; i < rows.Length; i++)
        {
            var probabilities = expected.Probabilities(rows[i].Features);
            for (var c = 0; c < 3; c++)
            {
                Assert.That(actual[i].Score[c], Is.EqualTo(probabilities[c]).Within(ProbabilityTolerance), $"row {i}");
            }
        }
    }

    [TestCase(10f)]
    [TestCase(30f)]
    public void Fit_WithL1_MakesWeightsOfLittleUseZero(float l1)
    {
        var rows = Rows.ThreeClasses(200);
        var data = ml.Data.LoadFromEnumerable(rows);

        var model = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: l1).Fit(data).Model;

        var expected = SoftmaxReference.Fit(rows, weighted: false, l1, l2: 1);
        var weights = Weights(model);
        for (var c = 0; c < 3; c++)
        {
            for (var j = 0; j < Rows.Width; j++)
            {
                Assert.That(weights[c][j], Is.EqualTo(expected.Weight(c, j)).Within(WeightTolerance), $"[{c}, {j}]");
            }
        }

        Assert.That(weights.SelectMany(w => w).Count(w => w == 0), Is.GreaterThanOrEqualTo(4));
    }

    // Figures of ML.NET 5.0.0 on one thread. Its single precision stops in a flat part of the function, short of the
    // optimum, so that thread counts and other packages give slightly different weights.
    [Test]
    public void Fit_ByDefault_GivesMlNetsWeights()
    {
        var data = ml.Data.LoadFromEnumerable(Rows.ThreeClasses(200));

        var fitted = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new() { NumberOfThreads = 1 }).Fit(data);

        Assert.That(fitted.Model.GetBiases(), Is.EqualTo(new[] { 0.2258, 0.0832, -0.3091 }).Within(WeightTolerance));

        double[][] expected =
        [
            [1.0636, 0, -0.1209, 0],
            [-0.1140, 1.3448, -0.2931, 0.0372],
            [-0.1068, -0.5011, 1.2593, -0.1675],
        ];
        var weights = Weights(fitted.Model);
        for (var c = 0; c < 3; c++)
        {
            Assert.That(weights[c], Is.EqualTo(expected[c]).Within(WeightTolerance), $"class {c}");
        }

        var metrics = ml.MulticlassClassification.Evaluate(fitted.Transform(data));

        Assert.That(metrics.MicroAccuracy, Is.EqualTo(0.775));
        Assert.That(metrics.LogLoss, Is.EqualTo(0.51466).Within(1e-4));
    }

    [Test]
    public void Transform_ScoredRows_PredictsKeyOfLargestProbability()
    {
        var data = ml.Data.LoadFromEnumerable(Rows.ThreeClasses(100));

        var predictions = Predictions(Trainer().Fit(data).Transform(data));

        foreach (var prediction in predictions)
        {
            Assert.That(prediction.Score.Sum(), Is.EqualTo(1).Within(1e-5));
            Assert.That(
                prediction.PredictedLabel,
                Is.EqualTo(Array.IndexOf(prediction.Score, prediction.Score.Max()) + 1)
            );
        }
    }

    [Test]
    public void PredictionEngine_OfModel_AgreesWithTransform()
    {
        var rows = Rows.ThreeClasses(60);
        var data = ml.Data.LoadFromEnumerable(rows);
        var model = Trainer().Fit(data);
        var expected = Predictions(model.Transform(data));

        using var engine = ml.Model.CreatePredictionEngine<Rows.Labeled, Prediction>(model);

        for (var i = 0; i < rows.Length; i++)
        {
            var actual = engine.Predict(rows[i]);
            Assert.That(actual.Score, Is.EqualTo(expected[i].Score).Within(1e-6));
            Assert.That(actual.PredictedLabel, Is.EqualTo(expected[i].PredictedLabel));
        }
    }

    [Test]
    public void GetOutputSchema_OfTransformer_HasKeyAndScoresOfLabelsCardinality()
    {
        var data = ml.Data.LoadFromEnumerable(Rows.ThreeClasses(100));

        var schema = Trainer().Fit(data).GetOutputSchema(data.Schema);

        Assert.That(schema["PredictedLabel"].Type, Is.EqualTo(new KeyDataViewType(typeof(uint), 3)));
        Assert.That(schema["Score"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 3)));

        ReadOnlyMemory<char> kind = default;
        schema["Score"].Annotations.GetValue("ScoreColumnKind", ref kind);

        Assert.That(kind.ToString(), Is.EqualTo("MulticlassClassification").IgnoreCase);

        schema["PredictedLabel"].Annotations.GetValue("ScoreValueKind", ref kind);

        Assert.That(kind.ToString(), Is.EqualTo("PredictedLabel"));

        uint setId = 0;
        schema["Score"].Annotations.GetValue("ScoreColumnSetId", ref setId);

        Assert.That(setId, Is.EqualTo(1));
    }

    [Test]
    public void Fit_LabelWithKeyValues_PassesThemOnToPredictedLabelAndScore()
    {
        var definition = SchemaDefinition.Create(typeof(Rows.Labeled));
        var names = new VBuffer<ReadOnlyMemory<char>>(3, ["a".AsMemory(), "b".AsMemory(), "c".AsMemory()]);
        definition["Label"].AddAnnotation("KeyValues", names, new VectorDataViewType(TextDataViewType.Instance, 3));
        var data = ml.Data.LoadFromEnumerable(Rows.ThreeClasses(100), definition);

        var schema = Trainer().Fit(data).Transform(data).Schema;

        VBuffer<ReadOnlyMemory<char>> values = default;
        schema["PredictedLabel"].GetKeyValues(ref values);

        Assert.That(values.DenseValues().Select(v => v.ToString()), Is.EqualTo(new[] { "a", "b", "c" }));

        schema["Score"].GetSlotNames(ref values);

        Assert.That(values.DenseValues().Select(v => v.ToString()), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public void Fit_RowsWithMissingLabelOrFeature_LeavesThemOut()
    {
        var good = Rows.ThreeClasses(200);
        var bad = Rows.ThreeClasses(40, seed: 8);
        for (var i = 0; i < bad.Length; i++)
        {
            if (i % 2 == 0)
            {
                bad[i].Label = Rows.MissingKey;
            }
            else
            {
                bad[i].Features[1] = float.NaN;
            }
        }

        var expected = Trainer().Fit(ml.Data.LoadFromEnumerable(good)).Model;
        var actual = Trainer().Fit(ml.Data.LoadFromEnumerable(good.Concat(bad).ToArray())).Model;

        Assert.That(actual.GetBiases(), Is.EqualTo(expected.GetBiases()).Within(1e-2));
    }

    [Test]
    public void Fit_NoUsableRow_ThrowsInvalidOperation()
    {
        var rows = Rows.ThreeClasses(5);
        foreach (var row in rows)
        {
            row.Features[0] = float.NaN;
        }

        Assert.That(
            () => Trainer().Fit(ml.Data.LoadFromEnumerable(rows)),
            Throws.InvalidOperationException.With.Message.Contains("No valid training instances found")
        );
    }

    [Test]
    public void Fit_MissingFeatureColumn_NamesIt()
    {
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Nope", l1Regularization: 0);
        var data = ml.Data.LoadFromEnumerable(Rows.ThreeClasses(5));

        Assert.That(
            () => trainer.Fit(data),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Could not find feature column 'Nope' (Parameter 'inputSchema')")
        );
    }

    [Test]
    public void Fit_MissingLabelColumn_NamesIt()
    {
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Nope", l1Regularization: 0);
        var data = ml.Data.LoadFromEnumerable(Rows.ThreeClasses(5));

        Assert.That(
            () => trainer.Fit(data),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Could not find label column 'Nope' (Parameter 'inputSchema')")
        );
    }

    [Test]
    public void Fit_FeaturesOfWrongType_NamesExpectedAndActual()
    {
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Weight", l1Regularization: 0);
        var data = ml.Data.LoadFromEnumerable(Rows.ThreeClasses(5));

        Assert.That(
            () => trainer.Fit(data),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo(
                    "Schema mismatch for feature column 'Weight': expected Vector<Single>, got Single (Parameter 'inputSchema')"
                )
        );
    }

    [Test]
    public void Fit_LabelThatIsNoKey_IsRefused()
    {
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Weight", l1Regularization: 0);
        var data = ml.Data.LoadFromEnumerable(Rows.ThreeClasses(5));

        Assert.That(
            () => trainer.Fit(data),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("label column 'Weight'")
                .And.Message.Contains("Key<UInt32>")
        );
    }

    [Test]
    public void Fit_FeaturesOfVariableSize_IsRefused()
    {
        var data = ml.Data.LoadFromEnumerable(
            new[]
            {
                new Rows.VariableFeatures { Label = 0, Features = [1, 2] },
                new Rows.VariableFeatures { Label = 1, Features = [2, 1] },
            }
        );

        Assert.That(
            () => Trainer().Fit(data),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("feature column 'Features'")
        );
    }

    [Test]
    public void GetOutputSchema_OtherFeatureWidthThanTrained_IsRefused()
    {
        var model = Trainer().Fit(ml.Data.LoadFromEnumerable(Rows.ThreeClasses(50)));
        var definition = SchemaDefinition.Create(typeof(Rows.Labeled));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        var other = ml.Data.LoadFromEnumerable(Array.Empty<Rows.Labeled>(), definition);

        Assert.That(
            () => model.GetOutputSchema(other.Schema),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo(
                    "Schema mismatch for feature column 'Features': expected Vector<Single, 4>, got Vector<Single, 3> (Parameter 'inputSchema')"
                )
        );
    }

    [Test]
    public void Fit_WithOptions_GivesModelOfDataShape()
    {
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options { L1Regularization = 0, MaximumNumberOfIterations = 3 }
        );

        var model = trainer.Fit(ml.Data.LoadFromEnumerable(Rows.ThreeClasses(50))).Model;

        VBuffer<float>[] weights = [];
        model.GetWeights(ref weights, out var classCount);

        Assert.That(classCount, Is.EqualTo(3));
        Assert.That(weights.Select(w => w.Length), Is.All.EqualTo(Rows.Width));
        Assert.That(model.GetBiases().Count(), Is.EqualTo(3));
    }

    private static double[][] Weights(MaximumEntropyModelParameters model)
    {
        VBuffer<float>[] weights = [];
        model.GetWeights(ref weights, out _);
        return [.. weights.Select(vector => vector.DenseValues().Select(weight => (double)weight).ToArray())];
    }

    private LbfgsMaximumEntropyMulticlassTrainer Trainer() =>
        ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0);

    private Prediction[] Predictions(IDataView scored) =>
        ml.Data.CreateEnumerable<Prediction>(scored, reuseRowObject: false).ToArray();
}
