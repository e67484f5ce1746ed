using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    public IDataView FilterRowsByColumn(
        IDataView input,
        string columnName,
        double lowerBound = double.NegativeInfinity,
        double upperBound = double.PositiveInfinity
    )
    {
        Check.Value(input, nameof(input));
        Check.NonEmpty(columnName, nameof(columnName));
        // The text says it the wrong way round in ML.NET too.
        Check.Param(lowerBound < upperBound, nameof(upperBound), "Must be less than lowerBound");
        var column = input.Schema[columnName];
        if (column.Type is not NumberDataViewType)
        {
            throw SchemaErrors.WrongType("filter", columnName, "number", column.Type.ToString(), nameof(columnName));
        }

        Check.Param(IsReal(column.Type), "Column", $"Column '{columnName}' does not have compatible type");
        // NaN is in no range.
        return new FilteredView(
            input,
            [column],
            row => AnyValue(row, column, value => lowerBound <= value && value < upperBound)
        );
    }

    private static bool IsReal(DataViewType type) =>
        type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    /// <summary>Returns whether the value of the row, or any item of a vector, passes a test.</summary>
    private static Func<bool> AnyValue(DataViewRow row, DataViewSchema.Column column, Func<double, bool> test)
    {
        var read = Transforms.DoubleReader.Create(row, column);
        return () =>
        {
            foreach (var value in read())
            {
                if (test(value))
                {
                    return true;
                }
            }

            return false;
        };
    }
}
