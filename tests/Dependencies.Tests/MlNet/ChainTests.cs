using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Dependencies.Tests;

public class ChainTests
{
    private readonly MLContext ml = new(seed: 1);

    /// <summary>An estimator that only counts how often it is asked.</summary>
    private sealed class Counting(IEstimator<ColumnCopyingTransformer> inner) : IEstimator<ColumnCopyingTransformer>
    {
        public int Fits { get; private set; }
        public int Schemas { get; private set; }

        public ColumnCopyingTransformer Fit(IDataView input)
        {
            Fits++;
            return inner.Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            Schemas++;
            return inner.GetOutputSchema(inputSchema);
        }
    }

    [Test]
    public void EstimatorChainFit_LaterStageWithoutItsColumn_FitsNothing()
    {
        var first = new Counting(ml.Transforms.CopyColumns("A", "Id"));
        var chain = first.Append(ml.Transforms.CopyColumns("B", "Nope"));

        Assert.That(() => chain.Fit(Samples.ItemView(ml, 1)), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(first.Schemas, Is.EqualTo(1));
        Assert.That(first.Fits, Is.Zero);
    }

    [Test]
    public void EstimatorChainFit_LaterStage_GetsTheOutputOfTheEarlier()
    {
        var chain = ml
            .Transforms.Concatenate("Features", "Values", "Values")
            .Append(ml.Transforms.NormalizeMinMax("Features"));

        var data = Samples.ItemView(ml, 3);
        var rows = chain.Fit(data).Transform(data).GetColumn<float[]>("Features").ToArray();

        Assert.That(rows[2], Is.EqualTo(new[] { 1f, 1, -1, 1, 1, -1 }));
    }

    [Test]
    public void Append_ToChain_KeepsOneFlatChain()
    {
        var chain = ml
            .Transforms.CopyColumns("A", "Id")
            .Append(ml.Transforms.CopyColumns("B", "A"))
            .Append(ml.Transforms.DropColumns("A"));

        var model = chain.Fit(Samples.ItemView(ml, 1));

        Assert.That(model.Count(), Is.EqualTo(3));
        Assert.That(model.LastTransformer, Is.TypeOf<ColumnSelectingTransformer>());
    }

    [Test]
    public void TransformerChain_OfStages_EnumeratesThem()
    {
        var data = Samples.ItemView(ml, 1);
        var a = ml.Transforms.CopyColumns("A", "Id").Fit(data);
        var b = ml.Transforms.CopyColumns("B", "Id").Fit(data);

        var chain = new TransformerChain<ITransformer>(a, b);

        Assert.That(chain, Is.EqualTo(new ITransformer[] { a, b }));
        Assert.That(chain.LastTransformer, Is.SameAs(b));
        Assert.That(((ITransformer)chain).IsRowToRowMapper, Is.True);
    }

    [Test]
    public void TransformerChainTransform_LaterStageWithoutItsColumn_Throws()
    {
        var data = Samples.ItemView(ml, 1);
        var a = ml.Transforms.CopyColumns("A", "Id").Fit(data);
        var b = ml.Transforms.CopyColumns("B", "A").Fit(a.Transform(data));

        var chain = new TransformerChain<ITransformer>(b, a);

        Assert.That(
            () => chain.Transform(data),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo("Could not find input column 'A' (Parameter 'inputSchema')")
        );
    }

    [Test]
    public void TransformerChain_GetOutputSchema_IsThatOfTheTransformedData()
    {
        var data = Samples.ItemView(ml, 1);
        var model = ml.Transforms.CopyColumns("A", "Id").Append(ml.Transforms.DropColumns("Name")).Fit(data);

        Assert.That(
            model.GetOutputSchema(data.Schema).Select(column => column.ToString()),
            Is.EqualTo(model.Transform(data).Schema.Select(column => column.ToString()))
        );
    }

    [Test]
    public void GetModelFor_Scope_LeavesOutOtherStages()
    {
        var data = Samples.ItemView(ml, 1);
        var model = ml
            .Transforms.CopyColumns("A", "Id")
            .Append(ml.Transforms.CopyColumns("B", "Id"), TransformerScope.TrainTest)
            .Fit(data);

        var scoring = model.GetModelFor(TransformerScope.Scoring);

        Assert.That(scoring.Count(), Is.EqualTo(1));
        Assert.That(scoring.Transform(data).Schema.GetColumnOrNull("B"), Is.Null);
    }

    [Test]
    public void Transform_EmptyChains_ChangesNothing()
    {
        var data = Samples.ItemView(ml, 2);

        var model = new EstimatorChain<ITransformer>().Fit(data);

        Assert.That(model.Transform(data), Is.SameAs(data));
        Assert.That(model, Is.Empty);
    }

    [Test]
    public void RowMapper_OfChain_ComputesRowsLikeTheView()
    {
        var data = Samples.ItemView(ml, 5);
        ITransformer model = ml
            .Transforms.CopyColumns("A", "Values")
            .Append(ml.Transforms.NormalizeMinMax("A"))
            .Append(ml.Transforms.DropColumns("Values"))
            .Fit(data);
        var expected = model.Transform(data).GetColumn<float[]>("A").ToArray();

        var mapper = model.GetRowToRowMapper(data.Schema);
        using var cursor = data.GetRowCursor(data.Schema);
        using var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var get = row.GetGetter<VBuffer<float>>(mapper.OutputSchema["A"]);
        VBuffer<float> value = default;
        var actual = new List<float[]>();
        while (cursor.MoveNext())
        {
            get(ref value);
            actual.Add([.. value.DenseValues()]);
        }

        Assert.That(actual, Is.EqualTo(expected));
        Assert.That(mapper.InputSchema, Is.SameAs(data.Schema));
    }

    [Test]
    public void RowMapper_Dependencies_AreTheInputsOfTheColumns()
    {
        var data = Samples.ItemView(ml, 1);
        ITransformer model = ml
            .Transforms.CopyColumns("A", "Values")
            .Append(ml.Transforms.CopyColumns("B", "A"))
            .Fit(data);

        var mapper = model.GetRowToRowMapper(data.Schema);

        Assert.That(
            mapper.GetDependencies([mapper.OutputSchema["B"]]).Select(column => column.Name),
            Is.EqualTo(new[] { "Values" })
        );
    }

    [Test]
    public void RowMapper_RowOfAnotherSchema_Throws()
    {
        var data = Samples.ItemView(ml, 1);
        var mapper = ((ITransformer)ml.Transforms.CopyColumns("A", "Id").Fit(data)).GetRowToRowMapper(data.Schema);
        using var cursor = Samples.ItemView(ml, 1).GetRowCursor([]);

        Assert.That(() => mapper.GetRow(cursor, mapper.OutputSchema), Throws.InvalidOperationException);
    }

    [Test]
    public void Dispose_Chain_DisposesItsStages()
    {
        var stage = new DisposableStage();

        new TransformerChain<ITransformer>(stage).Dispose();

        Assert.That(stage.IsDisposed, Is.True);
    }
}
