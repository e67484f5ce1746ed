using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class DataOperationsTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Real
    {
        public float Single { get; set; }
        public double Double { get; set; }
        public int Whole { get; set; }
    }

    private IDataView Reals(params float[] values) =>
        ml.Data.LoadFromEnumerable(values.Select(value => new Real { Single = value, Double = value }));

    [TestCase(2, new[] { 0, 1 })]
    [TestCase(9, new[] { 0, 1, 2, 3, 4 })]
    public void TakeRows_Count_TakesTheFirst(long count, int[] expected)
    {
        var taken = ml.Data.TakeRows(Samples.ItemView(ml, 5), count);

        Assert.That(Samples.Ids(taken), Is.EqualTo(expected));
        Assert.That(taken.GetRowCount(), Is.EqualTo(expected.Length));
        Assert.That(taken.CanShuffle, Is.False);
    }

    [TestCase(2, new[] { 2, 3, 4 })]
    [TestCase(9, new int[0])]
    public void SkipRows_Count_LeavesTheRest(long count, int[] expected)
    {
        var rest = ml.Data.SkipRows(Samples.ItemView(ml, 5), count);

        Assert.That(Samples.Ids(rest), Is.EqualTo(expected));
        Assert.That(rest.GetRowCount(), Is.EqualTo(expected.Length));
    }

    [Test]
    public void TakeAndSkip_CountNotPositive_Throws()
    {
        var data = Samples.ItemView(ml, 5);

        Assert.That(() => ml.Data.TakeRows(data, 0), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => ml.Data.SkipRows(data, 0), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void TakeRows_OfLongSource_DoesNotReadOn()
    {
        var read = 0;
        var data = ml.Data.LoadFromEnumerable(Samples.Items(100).Select(item => (item, read++).item));

        Samples.Ids(ml.Data.TakeRows(data, 3));

        Assert.That(read, Is.EqualTo(3));
    }

    [TestCase("Single")]
    [TestCase("Double")]
    public void FilterRowsByColumn_Bounds_AreLowerInclusiveUpperExclusive(string column)
    {
        var filtered = ml.Data.FilterRowsByColumn(Reals(0, 1, 2, 3, float.NaN), column, 1, 3);

        Assert.That(filtered.GetColumn<float>("Single"), Is.EqualTo(new[] { 1f, 2 }));
    }

    [Test]
    public void FilterRowsByColumn_WithoutBounds_DropsNaN()
    {
        var filtered = ml.Data.FilterRowsByColumn(Reals(float.NegativeInfinity, float.NaN, 2), "Single");

        Assert.That(filtered.GetColumn<float>("Single"), Is.EqualTo(new[] { float.NegativeInfinity, 2f }));
    }

    [Test]
    public void FilterRowsByColumn_ColumnNotAskedFor_StillFilters()
    {
        var filtered = ml.Data.FilterRowsByColumn(Reals(0, 1, 2), "Single", 1);

        Assert.That(filtered.GetColumn<double>("Double"), Is.EqualTo(new[] { 1.0, 2 }));
    }

    [Test]
    public void FilterRowsByColumn_EmptyRange_Throws() =>
        Assert.That(
            () => ml.Data.FilterRowsByColumn(Reals(1), "Single", 2, 2),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("upperBound")
        );

    [TestCase("Nope")]
    [TestCase("Whole")]
    public void FilterRowsByColumn_UnknownOrIntegerColumn_Throws(string column) =>
        Assert.That(
            () => ml.Data.FilterRowsByColumn(Reals(1), column),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );

    [Test]
    public void FilterRowsByColumn_TextColumn_Throws() =>
        Assert.That(
            () => ml.Data.FilterRowsByColumn(Samples.ItemView(ml, 1), "Name"),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.StartsWith("Schema mismatch for filter column 'Name': expected ")
        );

    [Test]
    public void ShuffleRows_SameSeed_GivesTheSamePermutation()
    {
        var data = Samples.ItemView(ml, 200);

        var first = Samples.Ids(ml.Data.ShuffleRows(data, seed: 3));
        var second = Samples.Ids(ml.Data.ShuffleRows(data, seed: 3));
        var other = Samples.Ids(ml.Data.ShuffleRows(data, seed: 4));

        Assert.That(first, Is.EqualTo(second));
        Assert.That(first, Is.EquivalentTo(Enumerable.Range(0, 200)));
        Assert.That(first, Is.Not.Ordered);
        Assert.That(first, Is.Not.EqualTo(other));
    }

    [Test]
    public void ShuffleRows_SmallPool_KeepsAllRowsWithTheirValues()
    {
        var shuffled = ml.Data.ShuffleRows(Samples.ItemView(ml, 500), seed: 1, shufflePoolSize: 10);

        var rows = ml.Data.CreateEnumerable<Item>(shuffled, reuseRowObject: false).ToArray();

        Assert.That(rows.Select(row => row.Id), Is.EquivalentTo(Enumerable.Range(0, 500)));
        Assert.That(rows, Has.All.Matches<Item>(row => row!.Name == $"item {row.Id}" && row.Values[2] == -row.Id));
    }

    [Test]
    public void Cache_AnyView_CanShuffleAndReadsTheSourceOnce()
    {
        var read = 0;
        var source = ml.Data.LoadFromEnumerable(Samples.Items(50).Select(item => (item, read++).item));
        var cached = ml.Data.Cache(source);

        var first = cached.GetColumn<float[]>("Values").ToArray();
        var second = cached.GetColumn<float[]>("Values").ToArray();

        Assert.That(cached.CanShuffle, Is.True);
        Assert.That(read, Is.EqualTo(50));
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void Cache_UnknownColumnToPrefetch_Throws() =>
        Assert.That(
            () => ml.Data.Cache(Samples.ItemView(ml, 1), "Nope"),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Nope")
        );

    [Test]
    public void TrainTestSplit_SameSeed_GivesTheSameParts()
    {
        var data = Samples.ItemView(ml, 1000);

        var first = ml.Data.TrainTestSplit(data, 0.2, seed: 7);
        var second = ml.Data.TrainTestSplit(data, 0.2, seed: 7);

        Assert.That(Samples.Ids(second.TestSet), Is.EqualTo(Samples.Ids(first.TestSet)));
        Assert.That(Samples.Ids(second.TrainSet), Is.EqualTo(Samples.Ids(first.TrainSet)));
    }

    [Test]
    public void TrainTestSplit_OtherSeed_GivesOtherParts()
    {
        var data = Samples.ItemView(ml, 1000);

        var first = ml.Data.TrainTestSplit(data, 0.2, seed: 7);
        var second = ml.Data.TrainTestSplit(data, 0.2, seed: 8);

        Assert.That(Samples.Ids(second.TestSet), Is.Not.EqualTo(Samples.Ids(first.TestSet)));
    }

    [Test]
    public void TrainTestSplit_Parts_AreDisjointOrderedAndOfTheFraction()
    {
        var data = Samples.ItemView(ml, 2000);

        var split = ml.Data.TrainTestSplit(data, 0.25, seed: 7);
        var train = Samples.Ids(split.TrainSet);
        var test = Samples.Ids(split.TestSet);

        Assert.That(train.Concat(test), Is.EquivalentTo(Enumerable.Range(0, 2000)));
        Assert.That(train, Is.Ordered);
        Assert.That(test, Is.Ordered);
        Assert.That(test, Has.Length.InRange(400, 600));
        Assert.That(
            split.TestSet.Schema.Select(column => column.Name),
            Is.SupersetOf(data.Schema.Select(column => column.Name))
        );
    }

    [TestCase(0)]
    [TestCase(1)]
    public void TrainTestSplit_FractionNotBetweenZeroAndOne_Throws(double fraction) =>
        Assert.That(
            () => ml.Data.TrainTestSplit(Samples.ItemView(ml, 5), fraction),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Must be between 0 and 1 exclusive (Parameter 'testFraction')")
        );

    [Test]
    public void CrossValidationSplit_Folds_TestEachRowOnce()
    {
        var folds = ml.Data.CrossValidationSplit(Samples.ItemView(ml, 400), numberOfFolds: 4, seed: 2);

        Assert.That(folds, Has.Count.EqualTo(4));
        Assert.That(folds.SelectMany(fold => Samples.Ids(fold.TestSet)), Is.EquivalentTo(Enumerable.Range(0, 400)));

        foreach (var fold in folds)
        {
            Assert.That(
                Samples.Ids(fold.TrainSet).Concat(Samples.Ids(fold.TestSet)),
                Is.EquivalentTo(Enumerable.Range(0, 400))
            );
        }
    }
}
