using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using ReplacementMode = Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode;

namespace Dependencies.Tests;

public class MissingValueTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Row
    {
        [VectorType(2)]
        public float[] X { get; set; } = [];
        public double D { get; set; }
        public int Whole { get; set; }
    }

    private IDataView Data() =>
        ml.Data.LoadFromEnumerable(
            new[]
            {
                new Row { X = [1, float.NaN], D = 4 },
                new Row { X = [float.NaN, -8], D = double.NaN },
                new Row { X = [4, 2], D = 6 },
            }
        );

    private float[][] Replace(ReplacementMode mode, bool bySlot = true)
    {
        var data = Data();
        var estimator = ml.Transforms.ReplaceMissingValues("X", null, mode, bySlot);
        return [.. estimator.Fit(data).Transform(data).GetColumn<float[]>("X")];
    }

    [TestCase(ReplacementMode.DefaultValue, 0f, 0f)]
    [TestCase(ReplacementMode.Mean, 2.5f, -3f)]
    [TestCase(ReplacementMode.Minimum, 1f, -8f)]
    [TestCase(ReplacementMode.Maximum, 4f, 2f)]
    public void Replace_BySlot_FillsEachSlotWithItsOwnValue(ReplacementMode mode, float first, float second)
    {
        var rows = Replace(mode);

        Assert.That(rows, Is.EqualTo(new[] { new[] { 1, second }, [first, -8], [4, 2] }));
    }

    [TestCase(ReplacementMode.Mean, -0.25f)]
    [TestCase(ReplacementMode.Minimum, -8f)]
    [TestCase(ReplacementMode.Maximum, 4f)]
    public void Replace_AcrossSlots_FillsAllWithOneValue(ReplacementMode mode, float value)
    {
        var rows = Replace(mode, bySlot: false);

        Assert.That(rows, Is.EqualTo(new[] { new[] { 1, value }, [value, -8], [4, 2] }));
    }

    [Test]
    public void Replace_ScalarDouble_UsesItsMean()
    {
        var data = Data();

        var replaced = ml.Transforms.ReplaceMissingValues("Out", "D", ReplacementMode.Mean).Fit(data).Transform(data);

        Assert.That(replaced.GetColumn<double>("Out"), Is.EqualTo(new[] { 4.0, 5, 6 }));
        Assert.That(replaced.Schema["Out"].Type, Is.EqualTo(NumberDataViewType.Double));
    }

    [Test]
    public void Indicate_Vector_MarksMissingSlots()
    {
        var data = Data();

        var marked = ml.Transforms.IndicateMissingValues("Missing", "X").Fit(data).Transform(data);

        Assert.That(marked.Schema["Missing"].Type, Is.EqualTo(new VectorDataViewType(BooleanDataViewType.Instance, 2)));
        Assert.That(marked.Schema["Missing"].IsNormalized(), Is.True);
        Assert.That(
            marked.GetColumn<bool[]>("Missing"),
            Is.EqualTo(new[] { new[] { false, true }, [true, false], [false, false] })
        );
    }

    [Test]
    public void Indicate_Scalar_IsBoolean()
    {
        var data = Data();

        var marked = ml.Transforms.IndicateMissingValues("Missing", "D").Fit(data).Transform(data);

        Assert.That(marked.GetColumn<bool>("Missing"), Is.EqualTo(new[] { false, true, false }));
    }

    [Test]
    public void Fit_MissingColumn_Throws()
    {
        foreach (
            var fit in new Action[]
            {
                () => ml.Transforms.ReplaceMissingValues("Nope").Fit(Data()),
                () => ml.Transforms.IndicateMissingValues("Nope").Fit(Data()),
            }
        )
        {
            Assert.That(
                () => fit(),
                Throws
                    .TypeOf<ArgumentOutOfRangeException>()
                    .With.Message.StartsWith("Could not find input column 'Nope'")
            );
        }
    }

    [Test]
    public void Fit_IntegerColumn_Throws()
    {
        Assert.That(
            () => ml.Transforms.ReplaceMissingValues("Whole").Fit(Data()),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );
    }
}
