using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The labeled rows from which steps draw.</summary>
internal sealed class LabeledSetTests
{
    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    public void Draw_MoreRowsThanABatch_DrawsDifferentOnes()
    {
        using var generator = new Generator(1);
        var numbers = arange(100, ScalarType.Float32).reshape(100, 1);
        LabeledSet rows = new(new RowsOfTensor(numbers), TensorValues.Floats(numbers));
        var drawn = rows.Draw(30, generator);

        Assert.That(drawn.Count, Is.EqualTo(30));
        Assert.That(TensorValues.Floats(drawn.Rows), Is.EqualTo(TensorValues.Floats(drawn.Labels)));
        Assert.That(TensorValues.Floats(drawn.Labels).Distinct().Count(), Is.GreaterThan(15));
        Assert.That(
            TensorValues.Floats(rows.Draw(100, generator).Labels),
            Is.EqualTo(TensorValues.Floats(numbers)),
            "all of them"
        );
    }

    [Test]
    public void DrawOf_FewOfALabelAmongMany_TakesAllOfThem()
    {
        var numbers = arange(20_000, ScalarType.Float32).reshape(20_000, 1);
        LabeledSet rows = new(
            new RowsOfTensor(numbers),
            [.. Enumerable.Range(0, 20_000).Select(row => row % 1000 == 7 ? 1f : -1)]
        );
        var few = rows.DrawOf(1, 500, new Random(1));
        var many = rows.DrawOf(-1, 500, new Random(1));

        Assert.Multiple(() =>
        {
            Assert.That(
                TensorValues.Floats(few.Rows),
                Is.EqualTo(Enumerable.Range(0, 20).Select(i => (1000f * i) + 7))
            );
            Assert.That(TensorValues.Floats(few.Labels), Is.All.EqualTo(1));
            Assert.That(TensorValues.Floats(many.Rows).Distinct().Count(), Is.EqualTo(500), "none twice");
            Assert.That(TensorValues.Floats(many.Rows).Max(), Is.GreaterThan(19_000));
            Assert.That(rows.DrawOf(0, 500, new Random(1)).Count, Is.Zero);
        });
    }

    [Test]
    public void Draw_SampleOfMoreRows_KnowsHowManyThereAre([Values(10, 30)] int count)
    {
        using var generator = new Generator(1);
        var numbers = arange(20, ScalarType.Float32).reshape(20, 1);
        LabeledSet rows = new(new RowsOfTensor(numbers), TensorValues.Floats(numbers)) { TotalCount = 100_000 };

        Assert.That(rows.Draw(count, generator).TotalWeight, Is.EqualTo(100_000));
    }

    [Test]
    public void Draw_WeightsOfRows_AreInRelationToTheMean([Values(2, 4)] int count)
    {
        using var generator = new Generator(1);
        var numbers = arange(4, ScalarType.Float32).reshape(4, 1);
        LabeledSet rows = new(new RowsOfTensor(numbers), TensorValues.Floats(numbers), [0, 1, 2, 5]);
        LabeledSet unused = new(new RowsOfTensor(numbers), TensorValues.Floats(numbers), [0, 0, 0, 0]);
        var drawn = rows.Draw(count, generator);

        Assert.That(drawn.TotalWeight, Is.EqualTo(8));
        Assert.That(
            TensorValues.Floats(drawn.Weights!),
            Is.EqualTo(TensorValues.Floats(drawn.Labels).Select(row => new[] { 0, 0.5f, 1, 2.5f }[(int)row]))
        );
        Assert.That(TensorValues.Floats(unused.Draw(count, generator).Weights!), Is.All.Zero);
    }
}
