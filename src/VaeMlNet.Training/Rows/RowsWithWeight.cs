using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>The rows of training data whose weight is not 0. Training takes the others as if the data did not have them.</summary>
internal sealed class RowsWithWeight : OrderedView
{
    private readonly IDataView source;
    private readonly DataViewSchema.Column weight;

    private RowsWithWeight(IDataView source, DataViewSchema.Column weight)
    {
        this.source = source;
        this.weight = weight;
    }

    public override DataViewSchema Schema => source.Schema;

    /// <summary>Returns the rows; the data itself without a column of weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column of weights is missing or unsuitable.</exception>
    public static IDataView Of(IDataView data, VaeTrainingDataOptions options) =>
        TrainingColumns.FindWeight(data.Schema, options) is { } weight ? new RowsWithWeight(data, weight) : data;

    /// <summary>Returns the rows; the data itself if it lacks the column of weights, which only the training needs.</summary>
    public static IDataView IfPresent(IDataView data, VaeTrainingDataOptions options) =>
        options.ExampleWeightColumnName is { } name && data.Schema.GetColumnOrNull(name) is not null
            ? Of(data, options)
            : data;

    /// <summary>Creates the error for rows that all have the weight 0.</summary>
    public static InvalidOperationException None(string weightSource) =>
        new(
            $"The weights in {weightSource} are 0 for every row, so that nothing could be learned from them. "
                + "Give at least one row a weight above 0."
        );

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns) =>
        new Cursor(source.GetRowCursor([.. columns, weight]), weight);

    /// <summary>A cursor whose positions are those of the source, so that messages have the row numbers of the data.</summary>
    private sealed class Cursor(DataViewRowCursor rows, DataViewSchema.Column weight) : PassingCursor(rows)
    {
        private readonly Func<float> readWeight = CurrentValue.Of<float>(rows, weight);
        private readonly string weightSource = $"'{weight.Name}'";
        private bool hasLeftOut;
        private bool hasFound;

        public override bool MoveNext()
        {
            while (Rows.MoveNext())
            {
                if (readWeight() != 0)
                {
                    hasFound = true;
                    return true;
                }

                hasLeftOut = true;
            }

            return hasLeftOut && !hasFound ? throw None(weightSource) : false;
        }
    }
}
