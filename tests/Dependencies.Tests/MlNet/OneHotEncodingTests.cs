using Microsoft.ML;
using Microsoft.ML.Data;
using OutputKind = Microsoft.ML.Transforms.OneHotEncodingEstimator.OutputKind;

namespace Dependencies.Tests;

public class OneHotEncodingTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Row
    {
        public string Job { get; set; } = "";

        [VectorType(2)]
        public string[] Pair { get; set; } = ["", ""];

        [KeyType(3)]
        public uint Key { get; set; }
    }

    private IDataView Data() =>
        ml.Data.LoadFromEnumerable(
            new[]
            {
                new Row
                {
                    Job = "clerk",
                    Pair = ["a", "b"],
                    Key = 2,
                },
                new Row
                {
                    Job = "pilot",
                    Pair = ["b", "b"],
                    Key = 9,
                },
                new Row
                {
                    Job = "",
                    Pair = ["", "a"],
                    Key = 0,
                },
            }
        );

    private static IDataView Fit<T>(IEstimator<T> estimator, IDataView data)
        where T : class, ITransformer => estimator.Fit(data).Transform(data);

    private static string[] SlotNames(IDataView data, string column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema[column].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    [Test]
    public void OneHot_Text_IsIndicatorWithSlotNamesAndMissingIsZero()
    {
        var data = Fit(ml.Transforms.Categorical.OneHotEncoding([new("Out", "Job")]), Data());

        Assert.That(data.Schema["Out"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 2)));
        Assert.That(data.GetColumn<float[]>("Out"), Is.EqualTo(new[] { new[] { 1f, 0 }, [0, 1], [0, 0] }));
        Assert.That(SlotNames(data, "Out"), Is.EqualTo(new[] { "clerk", "pilot" }));
        Assert.That(data.Schema["Out"].IsNormalized(), Is.True);
    }

    [Test]
    public void OneHot_Vector_IsOneIndicatorAfterTheOther()
    {
        var data = Fit(ml.Transforms.Categorical.OneHotEncoding([new("Out", "Pair")]), Data());

        Assert.That(data.Schema["Out"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 2, 2)));
        Assert.That(
            data.GetColumn<float[]>("Out"),
            Is.EqualTo(new[] { new[] { 1f, 0, 0, 1 }, [0, 1, 0, 1], [0, 0, 1, 0] })
        );
    }

    [Test]
    public void OneHot_BagOfVector_Counts()
    {
        var data = Fit(ml.Transforms.Categorical.OneHotEncoding([new("Out", "Pair")], OutputKind.Bag), Data());

        Assert.That(data.GetColumn<float[]>("Out"), Is.EqualTo(new[] { new[] { 1f, 1 }, [0, 2], [1, 0] }));
    }

    [Test]
    public void OneHot_Key_IsKeyColumn()
    {
        var data = Fit(ml.Transforms.Categorical.OneHotEncoding([new("Out", "Job")], OutputKind.Key), Data());

        Assert.That(data.Schema["Out"].Type, Is.EqualTo(new KeyDataViewType(typeof(uint), 2)));
        Assert.That(data.GetColumn<uint>("Out"), Is.EqualTo(new[] { 1u, 2u, 0u }));
    }

    [Test]
    public void OneHot_UnseenValue_IsZero()
    {
        var transformer = ml.Transforms.Categorical.OneHotEncoding([new("Out", "Job")]).Fit(Data());

        var other = transformer.Transform(ml.Data.LoadFromEnumerable(new[] { new Row { Job = "cook" } }));

        Assert.That(other.GetColumn<float[]>("Out").Single(), Is.EqualTo(new[] { 0f, 0 }));
    }

    [Test]
    public void OneHot_InChain_FollowsConcatenate()
    {
        var chain = ml
            .Transforms.Categorical.OneHotEncoding([new("Job")])
            .Append(ml.Transforms.Concatenate("Features", "Job", "Job"));

        var data = Fit(chain, Data());

        Assert.That(data.GetColumn<float[]>("Features").First(), Is.EqualTo(new[] { 1f, 0, 1, 0 }));
        Assert.That(
            SlotNames(data, "Features"),
            Is.EqualTo(new[] { "Job.clerk", "Job.pilot", "Job.clerk", "Job.pilot" })
        );
    }

    [Test]
    public void MapKeyToVector_Key_IsIndicatorOfItsCount()
    {
        var data = Fit(ml.Transforms.Conversion.MapKeyToVector("Out", "Key"), Data());

        Assert.That(data.Schema["Out"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 3)));
        Assert.That(data.GetColumn<float[]>("Out"), Is.EqualTo(new[] { new[] { 0f, 0, 1 }, [0, 0, 0], [1, 0, 0] }));
    }

    [Test]
    public void MapKeyToVector_TextColumn_Throws() =>
        Assert.That(
            () => Fit(ml.Transforms.Conversion.MapKeyToVector("Out", "Job"), Data()),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.StartsWith("Schema mismatch for input column 'Job': expected ")
        );
}
