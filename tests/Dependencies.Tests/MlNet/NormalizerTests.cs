using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Dependencies.Tests;

public class NormalizerTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Row
    {
        [VectorType(3)]
        public float[] X { get; set; } = [];
        public double D { get; set; }
        public int Whole { get; set; }
        public float[] Variable { get; set; } = [];
    }

    private IDataView Data() =>
        ml.Data.LoadFromEnumerable(
            new[]
            {
                new Row { X = [1, -8, 5], D = 10 },
                new Row { X = [2, 4, 5], D = 20 },
                new Row { X = [4, 0, 5], D = 30 },
            }
        );

    private static float[][] Fit(NormalizingEstimator estimator, IDataView data) =>
        [.. estimator.Fit(data).Transform(data).GetColumn<float[]>("X")];

    private static void AssertRows(float[][] actual, params float[][] expected)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(1e-6f), $"row {i}");
        }
    }

    [Test]
    public void MinMax_FixingZero_DividesByTheLargestMagnitudeAndZeroesConstants() =>
        AssertRows(Fit(ml.Transforms.NormalizeMinMax("X"), Data()), [0.25f, -1, 0], [0.5f, 0.5f, 0], [1, 0, 0]);

    [Test]
    public void MinMax_NotFixingZero_MapsToZeroToOne() =>
        AssertRows(
            Fit(ml.Transforms.NormalizeMinMax("X", fixZero: false), Data()),
            [0, 0, 0],
            [1f / 3, 1, 0],
            [1, 2f / 3, 0]
        );

    [Test]
    public void MeanVariance_FixingZero_HasUnitMeanSquare()
    {
        var first = Math.Sqrt((1 + 4 + 16) / 3.0);
        var second = Math.Sqrt((64 + 16) / 3.0);

        AssertRows(
            Fit(ml.Transforms.NormalizeMeanVariance("X"), Data()),
            [(float)(1 / first), (float)(-8 / second), 0],
            [(float)(2 / first), (float)(4 / second), 0],
            [(float)(4 / first), 0, 0]
        );
    }

    [Test]
    public void MeanVariance_NotFixingZero_HasMeanZeroAndUnitVariance()
    {
        var mean = 7 / 3.0;
        var deviation = Math.Sqrt(((1 + 4 + 16) / 3.0) - (mean * mean));

        var actual = Fit(ml.Transforms.NormalizeMeanVariance("X", fixZero: false), Data());

        Assert.That(
            actual.Select(row => row[0]),
            Is.EqualTo(new[] { 1, 2, 4 }.Select(x => (float)((x - mean) / deviation))).Within(1e-5f)
        );
        Assert.That(actual.Select(row => row[2]), Is.EqualTo(new[] { 0f, 0, 0 }));
    }

    [Test]
    public void MinMax_ScalarDouble_StaysDouble()
    {
        var data = Data();

        var normalized = ml.Transforms.NormalizeMinMax("N", "D").Fit(data).Transform(data);

        Assert.That(normalized.GetColumn<double>("N"), Is.EqualTo(new[] { 1 / 3.0, 2 / 3.0, 1 }).Within(1e-12));
    }

    [Test]
    public void MinMax_NaN_IsLeftOutOfTheFitAndStaysNaN()
    {
        var data = ml.Data.LoadFromEnumerable(
            new[]
            {
                new Row { X = [float.NaN, 1, 1] },
                new Row { X = [-4, 2, 2] },
                new Row { X = [2, 4, 4] },
            }
        );

        AssertRows(
            Fit(ml.Transforms.NormalizeMinMax("X"), data),
            [float.NaN, 0.25f, 0.25f],
            [-1, 0.5f, 0.5f],
            [0.5f, 1, 1]
        );
    }

    [Test]
    public void MinMax_MaximumExampleCount_LearnsFromTheFirstRows()
    {
        var normalized = Fit(ml.Transforms.NormalizeMinMax("X", maximumExampleCount: 2), Data());

        Assert.That(normalized[2][0], Is.EqualTo(2));
    }

    [Test]
    public void Normalize_ColumnWithSlotNames_IsMarkedNormalizedAndKeepsThem()
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["X"]
            .AddAnnotation("SlotNames", new[] { "a", "b", "c" }, new VectorDataViewType(TextDataViewType.Instance, 3));
        var data = ml.Data.LoadFromEnumerable(new[] { new Row { X = [1, 2, 3] } }, definition);

        var column = ml.Transforms.NormalizeMinMax("N", "X").Fit(data).Transform(data).Schema["N"];

        Assert.That(column.IsNormalized(), Is.True);
        Assert.That(column.HasSlotNames(), Is.True);
        Assert.That(column.Type, Is.EqualTo(data.Schema["X"].Type));
    }

    [Test]
    public void Fit_MissingColumn_Throws() =>
        Assert.That(
            () => ml.Transforms.NormalizeMinMax("Nope").Fit(Data()),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("Could not find input column 'Nope'")
        );

    [TestCase("Whole")]
    [TestCase("Variable")]
    public void ChainFit_ColumnThatIsNoRealOfKnownSize_Throws(string column)
    {
        var chain = ml.Transforms.CopyColumns("Copy", "X").Append(ml.Transforms.NormalizeMinMax(column));

        Assert.That(
            () => chain.Fit(Data()),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.StartsWith($"Schema mismatch for input column '{column}': expected ")
        );
    }
}
