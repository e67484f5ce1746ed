using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Reads a feature column of an <see cref="IDataView"/> into one tensor.</summary>
internal static class FeatureColumn
{
    /// <summary>Finds the column and checks that it is a Vector&lt;Single&gt; of known size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or of another type or of variable size.</exception>
    public static (DataViewSchema.Column Column, int Width) Bind(DataViewSchema schema, string featureColumnName)
    {
        var column = Find(schema, featureColumnName, "feature column");
        if (column.Type is not VectorDataViewType vector || !vector.ItemType.Equals(NumberDataViewType.Single))
        {
            throw Unsuitable(
                featureColumnName,
                column.Type,
                "Convert it with ConvertType, or make a vector of it with Concatenate."
            );
        }

        return vector.IsKnownSize
            ? (column, vector.Size)
            : throw Unsuitable(
                featureColumnName,
                column.Type,
                "Declare its size with [VectorType(n)], or concatenate columns of known size."
            );
    }

    /// <summary>Finds a column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none of the name.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string columnName, string what) =>
        schema.GetColumnOrNull(columnName)
        ?? throw new ArgumentOutOfRangeException(
            nameof(columnName),
            $"VaeTrainer could not find {what} '{columnName}'. The data has: "
                + $"{string.Join(", ", schema.Select(c => $"'{c.Name}'"))}. "
                + $"Pass the name of another column, or make '{columnName}' first, as with Concatenate or CopyColumns."
        );

    /// <summary>Checks that training and validation data, if there is any, have the column in the same width.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is unsuitable, or the widths differ.</exception>
    public static void CheckSameWidth(DataViewSchema schema, DataViewSchema? validationData, string featureColumnName)
    {
        var (_, width) = Bind(schema, featureColumnName);
        if (validationData is null)
        {
            return;
        }

        var (column, validationWidth) = Bind(validationData, featureColumnName);
        if (validationWidth != width)
        {
            throw new ArgumentOutOfRangeException(
                nameof(validationData),
                $"Column '{featureColumnName}' of the validation data is {column.Type}, but the training data has {width} "
                    + "slots. Prepare both with the same pipeline."
            );
        }
    }

    /// <summary>Reads and checks the rows.</summary>
    /// <param name="data">The data, read once, in order.</param>
    /// <param name="features">The features to read.</param>
    /// <param name="values">Takes in the rows.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="rowLimit">The largest number of rows to read.</param>
    /// <returns>float32 [N, D], N at least 1; the caller disposes it.</returns>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is unusable.</exception>
    public static Tensor Read(
        IDataView data,
        RowFeatures features,
        FeatureValues values,
        CancellationToken cancellationToken,
        long rowLimit = long.MaxValue
    )
    {
        using var scope = NewDisposeScope();
        using var reader = new TrainingRowReader(data, new(data.Schema, features, new()), values, new());
        var rows = new RowCollector(features.Width, data.GetRowCount() is { } count ? Math.Min(count, rowLimit) : null);
        while (rows.RowCount < rowLimit && reader.MoveNext(rows.Free))
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Take();
        }

        return rows.RowCount > 0 ? rows.ToTensor().MoveToOuterDisposeScope() : throw Empty(values.Source);
    }

    /// <summary>The error for data without rows.</summary>
    public static InvalidOperationException Empty(string source) =>
        new(
            $"VaeTrainer read 0 rows from {source}, but needs at least 1. "
                + "Check the filters before it, or the file that was loaded."
        );

    /// <summary>Compares a row's length with the size that its column declares; ML.NET does not.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void CheckLength(int length, int width, string source, long rowIndex)
    {
        if (length != width)
        {
            throw new InvalidOperationException(
                $"Row {rowIndex} of {source} has {length} values, but the column is declared with {width}. "
                    + "Give every row an array of the declared size. Rows count from 0."
            );
        }
    }

    private static ArgumentOutOfRangeException Unsuitable(string featureColumnName, DataViewType type, string advice) =>
        new(
            nameof(featureColumnName),
            $"Feature column '{featureColumnName}' is {type}, but VaeTrainer needs a Vector<Single> of known size. {advice}"
        );
}
