using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

public abstract partial class EstimatorContract
{
    [Test]
    public void Statement10_ChainFittedAtOnce_EqualsItsStepsFittedOneByOne()
    {
        using LayoutData raw = Layout.Create(Subject.Inputs.Select(i => i with { Name = "From" + i.Name }), RowCount);
        IEstimator<ITransformer> first = Subject.Inputs.Aggregate(
            (IEstimator<ITransformer>)new EstimatorChain<ITransformer>(),
            (chain, i) => chain.Append(new MLContext(1).Transforms.CopyColumns(i.Name, "From" + i.Name))
        );

        IDataView atOnce = Opened(first.Append(Estimator).Fit(raw.View)).Transform(raw.View);
        IDataView copied = first.Fit(raw.View).Transform(raw.View);
        IDataView oneByOne = Opened(Estimator.Fit(copied)).Transform(copied);

        HoldsSame(10, Shapes.Describe(atOnce.Schema), Shapes.Describe(oneByOne.Schema), "the schema");
        Holds(10, RowDifference.First(ViewRows.Of(oneByOne), ViewRows.Of(atOnce), Names(atOnce.Schema)));
    }

    [Test]
    public void Statement11_AnyBatchSize_GivesTheSameValues()
    {
        foreach (int batchSize in new[] { 1, 7, 256, RowCount })
        {
            IDataView view = Transformed(data, batchSize);
            string? difference = RowDifference.First(rows, ViewRows.Of(view), Names(view.Schema), BatchTolerance);
            Holds(11, difference, $"batches of {batchSize}");
        }
    }

    [Test]
    public void Statement11_RowsOneByOne_GiveTheSameValues()
    {
        IRowToRowMapper mapper = Transformer.GetRowToRowMapper(Data.Schema);
        using DataViewRowCursor source = Data.GetRowCursor(mapper.GetDependencies(mapper.OutputSchema));
        using DataViewRow row = mapper.GetRow(source, mapper.OutputSchema);
        Func<object>[] getters = ViewRows.Getters(row, mapper.OutputSchema);
        var read = new List<object[]>();

        while (source.MoveNext())
        {
            read.Add([.. getters.Select(get => get())]);
        }

        Holds(11, RowDifference.First(rows, [.. read], Names(mapper.OutputSchema), BatchTolerance), "row by row");
    }

    [Test]
    public void Statement11_AnyLayout_GivesTheValuesOfDenseRows()
    {
        using LayoutData dense = ColumnLayout.Dense.Create(Subject.Inputs, RowCount);
        IDataView view = Transformer.Transform(dense.View);

        object[][] expected = ViewRows.Of(view, AddedTo(view));

        Holds(11, RowDifference.First(expected, Rows(AddedTo(View)), Subject.AddedNames, BatchTolerance));
    }

    [Test]
    public void Statement12_PermutedRows_GivePermutedValues()
    {
        int[] order = [.. Enumerable.Range(0, RowCount)];
        new Random(5).Shuffle(order);
        using LayoutData permuted = Layout.Create(Subject.Inputs, order);

        object[][] read = ViewRows.Of(Transformer.Transform(permuted.View));

        object[][] expected = [.. order.Select(row => rows[row])];
        Holds(12, RowDifference.First(expected, read, Names(View.Schema), BatchTolerance));
    }
}
