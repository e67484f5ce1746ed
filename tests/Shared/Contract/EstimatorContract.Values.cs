using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests.Shared;

public abstract partial class EstimatorContract
{
    [Statement]
    [Proves(10)]
    public void Statement10_ChainFittedAtOnce_EqualsItsStepsFittedOneByOne()
    {
        using var raw = Layout.Create(Subject.Inputs.Select(i => i with { Name = "From" + i.Name }), RowCount);
        var first = Subject.Inputs.Aggregate(
            (IEstimator<ITransformer>)new EstimatorChain<ITransformer>(),
            (chain, i) => chain.Append(new MLContext(1).Transforms.CopyColumns(i.Name, "From" + i.Name))
        );

        var atOnce = Opened(first.Append(Estimator).Fit(raw.View)).Transform(raw.View);
        var copied = first.Fit(raw.View).Transform(raw.View);
        var oneByOne = Opened(Estimator.Fit(copied)).Transform(copied);

        HoldsSame(10, Shapes.Describe(atOnce.Schema), Shapes.Describe(oneByOne.Schema), "the schema");
        Holds(10, RowDifference.First(ViewRows.Read(oneByOne), ViewRows.Read(atOnce), Names(atOnce.Schema)));
    }

    [Statement]
    [Proves(11)]
    public void Statement11_AnyBatchSize_GivesTheSameValues()
    {
        foreach (var batchSize in new[] { 1, 7, 256, RowCount })
        {
            var view = Transformed(data, batchSize);
            var difference = RowDifference.First(rows, ViewRows.Read(view), Names(view.Schema), BatchTolerance);
            Holds(11, difference, $"batches of {batchSize}");
        }
    }

    [Statement]
    [Proves(11)]
    public void Statement11_RowsOneByOne_GiveTheSameValues()
    {
        var mapper = Transformer.GetRowToRowMapper(Data.Schema);
        using var source = Data.GetRowCursor(mapper.GetDependencies(mapper.OutputSchema));
        using var row = mapper.GetRow(source, mapper.OutputSchema);
        var getters = ViewRows.Getters(row, mapper.OutputSchema);
        var read = new List<object[]>();

        while (source.MoveNext())
        {
            read.Add([.. getters.Select(get => get())]);
        }

        Holds(11, RowDifference.First(rows, [.. read], Names(mapper.OutputSchema), BatchTolerance), "row by row");
    }

    [Statement]
    [Proves(11)]
    public void Statement11_AnyLayout_GivesTheValuesOfDenseRows()
    {
        using var dense = ColumnLayout.Dense.Create(Subject.Inputs, RowCount);
        var view = Transformer.Transform(dense.View);

        var expected = ViewRows.Read(view, AddedTo(view));

        Holds(11, RowDifference.First(expected, Rows(AddedTo(View)), Subject.AddedNames, BatchTolerance));
    }

    [Statement]
    [Proves(12)]
    public void Statement12_PermutedRows_GivePermutedValues()
    {
        int[] order = [.. Enumerable.Range(0, RowCount)];
        new Random(5).Shuffle(order);
        using var permuted = Layout.Create(Subject.Inputs, order);

        var read = ViewRows.Read(Transformer.Transform(permuted.View));

        object[][] expected = [.. order.Select(row => rows[row])];
        Holds(12, RowDifference.First(expected, read, Names(View.Schema), BatchTolerance));
    }
}
