using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class ColumnTransformTests
{
    private readonly MLContext ml = new(seed: 1);

    private sealed class Parts
    {
        public float A { get; set; }

        [VectorType(2)]
        public float[] B { get; set; } = [];
        public float C { get; set; }
        public int Whole { get; set; }
        public float[] Variable { get; set; } = [];
    }

    private sealed class Sparse
    {
        public float Five { get; set; }

        [VectorType(4)]
        public VBuffer<float> Four { get; set; }
    }

    private IDataView Data() =>
        ml.Data.LoadFromEnumerable(
            new[]
            {
                new Parts
                {
                    A = 1,
                    B = [2, 3],
                    C = 4,
                    Variable = [9],
                },
                new Parts
                {
                    A = 5,
                    B = [6, 7],
                    C = 8,
                    Variable = [9, 9],
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
    public void Concatenate_ScalarsAndVectors_IsOneVectorInOrder()
    {
        var data = Fit(ml.Transforms.Concatenate("Features", "A", "B", "C"), Data());

        Assert.That(data.Schema["Features"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 4)));
        Assert.That(data.GetColumn<float[]>("Features"), Is.EqualTo(new[] { new[] { 1f, 2, 3, 4 }, [5, 6, 7, 8] }));
    }

    [Test]
    public void Concatenate_ScalarsAndVectors_HasSlotNames()
    {
        var data = Fit(ml.Transforms.Concatenate("Features", "A", "B", "C"), Data());

        Assert.That(data.Schema["Features"].HasSlotNames(), Is.True);
        Assert.That(SlotNames(data, "Features"), Is.EqualTo(new[] { "A", "", "", "C" }));
    }

    [Test]
    public void Concatenate_FewExplicitSlots_IsSparse()
    {
        var pair = new VBuffer<float>(4, 1, [7f], [2]);
        var rows = new[]
        {
            new Sparse { Five = 5, Four = pair },
            new Sparse { Five = 5, Four = new(4, [1, 2, 3, 4]) },
        };
        var data = Fit(ml.Transforms.Concatenate("Features", "Five", "Four"), ml.Data.LoadFromEnumerable(rows));

        var features = data.GetColumn<VBuffer<float>>("Features").ToArray();
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema["Features"].GetSlotNames(ref names);

        Assert.That(features[0].GetIndices().ToArray(), Is.EqualTo(new[] { 0, 3 }));
        Assert.That(features[0].GetValues().ToArray(), Is.EqualTo(new[] { 5f, 7 }));
        Assert.That(features[1].IsDense, Is.True);
        Assert.That(names.GetIndices().ToArray(), Is.EqualTo(new[] { 0 }), "slot names, too");
    }

    [Test]
    public void Concatenate_VectorWithSlotNames_PrefixesThem()
    {
        var first = Fit(ml.Transforms.Concatenate("Pair", "A", "C"), Data());

        var second = Fit(ml.Transforms.Concatenate("Features", "Pair", "A"), first);

        Assert.That(SlotNames(second, "Features"), Is.EqualTo(new[] { "Pair.A", "Pair.C", "A" }));
    }

    [Test]
    public void Concatenate_OneVector_CopiesItWithTypeAndAnnotations()
    {
        var definition = SchemaDefinition.Create(typeof(Parts));
        definition["B"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 2);
        var source = ml.Data.LoadFromEnumerable(new[] { new Parts { B = [2, 3] } }, definition);

        var data = Fit(ml.Transforms.Concatenate("Features", "B"), source);

        Assert.That(data.Schema["Features"].Type.ToString(), Is.EqualTo("Vector<Single, 1, 2>"));
        Assert.That(data.GetColumn<float[]>("Features").Single(), Is.EqualTo(new[] { 2f, 3 }));
    }

    [Test]
    public void Concatenate_VariableVector_IsVariable()
    {
        var data = Fit(ml.Transforms.Concatenate("Features", "A", "Variable"), Data());

        Assert.That(data.Schema["Features"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single)));
        Assert.That(data.Schema["Features"].HasSlotNames(), Is.False);
        Assert.That(data.GetColumn<float[]>("Features"), Is.EqualTo(new[] { new[] { 1f, 9 }, [5, 9, 9] }));
    }

    [Test]
    public void Concatenate_VectorOfAnotherLength_ThrowsWhileReading()
    {
        var source = ml.Data.LoadFromEnumerable(new[] { new Parts { B = [2, 3, 4] } });
        var data = Fit(ml.Transforms.Concatenate("Features", "A", "B"), source);

        Assert.That(
            () => data.GetColumn<float[]>("Features").ToArray(),
            Throws.Exception.With.Matches<Exception>(error =>
                error!.GetBaseException().Message.Contains("Column 'B': expected 2 slots, but got 3")
            )
        );
    }

    [Test]
    public void Concatenate_MissingColumn_Throws() =>
        Assert.That(
            () => Fit(ml.Transforms.Concatenate("Features", "A", "Nope"), Data()),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Could not find input column 'Nope' (Parameter 'inputSchema')")
        );

    [Test]
    public void Concatenate_OtherItemType_Throws() =>
        Assert.That(
            () => Fit(ml.Transforms.Concatenate("Features", "A", "Whole"), Data()),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo(
                    "Schema mismatch for input column 'Whole': expected Single, got Int32 (Parameter 'inputSchema')"
                )
        );

    [Test]
    public void CopyColumns_Column_HasTypeAnnotationsAndValues()
    {
        var source = Fit(ml.Transforms.Concatenate("Pair", "A", "C"), Data());

        var data = Fit(ml.Transforms.CopyColumns("Copy", "Pair"), source);

        Assert.That(data.Schema["Copy"].Type, Is.EqualTo(source.Schema["Pair"].Type));
        Assert.That(SlotNames(data, "Copy"), Is.EqualTo(new[] { "A", "C" }));
        Assert.That(data.GetColumn<float[]>("Copy"), Is.EqualTo(data.GetColumn<float[]>("Pair")));
    }

    [Test]
    public void CopyColumns_OverAnExistingName_HidesTheOld()
    {
        var data = Fit(ml.Transforms.CopyColumns("A", "Whole"), Data());

        Assert.That(data.Schema["A"].Type, Is.EqualTo(NumberDataViewType.Int32));
        Assert.That(data.Schema.Count(column => column.Name == "A"), Is.EqualTo(2));
    }

    [Test]
    public void CopyColumns_MissingColumn_ThrowsInFitTransformAndSchema()
    {
        var estimator = ml.Transforms.CopyColumns("Copy", "A");
        var transformer = estimator.Fit(Data());
        var other = Samples.ItemView(ml, 1);
        const string Expected = "Could not find input column 'A' (Parameter 'inputSchema')";

        foreach (
            var action in new Action[]
            {
                () => estimator.Fit(other),
                () => transformer.Transform(other),
                () => transformer.GetOutputSchema(other.Schema),
            }
        )
        {
            Assert.That(() => action(), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.EqualTo(Expected));
        }
    }

    [Test]
    public void DropColumns_Column_LeavesTheOthersInOrder()
    {
        var data = Fit(ml.Transforms.DropColumns("B", "Whole"), Data());

        Assert.That(data.Schema.Select(column => column.Name), Is.EqualTo(new[] { "A", "C", "Variable" }));
        Assert.That(data.GetColumn<float>("C"), Is.EqualTo(new[] { 4f, 8 }));
    }

    [Test]
    public void SelectColumns_Columns_ComeInTheGivenOrder()
    {
        var data = Fit(ml.Transforms.SelectColumns("C", "A"), Data());

        Assert.That(data.Schema.Select(column => column.Name), Is.EqualTo(new[] { "C", "A" }));
        Assert.That(data.GetColumn<float>("C"), Is.EqualTo(new[] { 4f, 8 }));
        Assert.That(data.GetColumn<float>("A"), Is.EqualTo(new[] { 1f, 5 }));
    }

    [TestCase(true, 2)]
    [TestCase(false, 1)]
    public void SelectColumns_HiddenColumns_AreKeptOnRequest(bool keepHidden, int expected)
    {
        var source = Fit(ml.Transforms.CopyColumns("A", "C"), Data());

        var data = Fit(ml.Transforms.SelectColumns(["A"], keepHidden), source);

        Assert.That(data.Schema.Count, Is.EqualTo(expected));
        Assert.That(data.GetColumn<float>("A"), Is.EqualTo(new[] { 4f, 8 }));
    }

    [Test]
    public void DropAndSelect_MissingColumn_Throws()
    {
        foreach (var estimator in new[] { ml.Transforms.DropColumns("Nope"), ml.Transforms.SelectColumns("Nope") })
        {
            Assert.That(
                () => estimator.Fit(Data()),
                Throws
                    .TypeOf<ArgumentOutOfRangeException>()
                    .With.Message.StartsWith("Could not find input column 'Nope'")
            );
        }
    }

    [Test]
    public void Transforms_Shuffleable_FollowTheSource()
    {
        var cached = ml.Data.Cache(Data());

        Assert.That(Fit(ml.Transforms.CopyColumns("Copy", "A"), cached).CanShuffle, Is.True);
        Assert.That(Fit(ml.Transforms.CopyColumns("Copy", "A"), Data()).CanShuffle, Is.False);
        Assert.That(Fit(ml.Transforms.CopyColumns("Copy", "A"), Data()).GetRowCount(), Is.EqualTo(2));
    }
}
