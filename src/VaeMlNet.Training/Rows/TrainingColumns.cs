using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The columns of ML.NET data that training reads, after checking them.</summary>
internal sealed class TrainingColumns
{
    private readonly DataViewSchema.Column? weight;
    private readonly DataViewSchema.Column? label;

    /// <summary>Finds the columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or unsuitable.</exception>
    public TrainingColumns(
        DataViewSchema schema,
        RowFeatures features,
        VaeTrainingDataOptions options,
        LabelSource? targets = null
    )
    {
        Features = features;
        Targets = targets;
        Target = targets?.FindIn(schema);
        weight = FindWeight(schema, options);
        label = options.ClassColumnName is { } className
            ? ClassIndices.Bind(schema, className, ColumnRole.Class)
            : null;
    }

    /// <summary>Gets the source of <see cref="Target"/>; null if training uses no labels.</summary>
    public LabelSource? Targets { get; }

    /// <summary>Gets the column of the labels that training uses; null if there is none.</summary>
    public RawTable? Target { get; }

    /// <summary>Gets the number of stored values of a row.</summary>
    public int Width => Features.Width;

    /// <summary>Gets a value indicating whether rows may have different weights.</summary>
    public bool HaveWeights => weight is not null || label is not null;

    public RowFeatures Features { get; }

    /// <summary>Gets the column of weights; null if there is none.</summary>
    public DataViewSchema.Column? Weight => weight;

    /// <summary>Gets the column of labels; null if classes are not balanced.</summary>
    public DataViewSchema.Column? Label => label;

    /// <summary>Checks the type of a column of weights.</summary>
    /// <param name="columnName">The name of the column.</param>
    /// <param name="type">The type.</param>
    /// <param name="described">The type in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is unsuitable.</exception>
    public static void CheckWeight(string columnName, DataViewType type, string described)
    {
        if (!type.Equals(NumberDataViewType.Single))
        {
            throw ColumnChecks.Unsuitable(
                columnName,
                ColumnRole.Weight,
                described,
                "VaeTrainer needs a Single",
                type is NumberDataViewType or BooleanDataViewType or TextDataViewType
                    ? "Convert it with Conversion.ConvertType."
                    : "Name a column with one number in each row."
            );
        }
    }

    /// <summary>Finds the column of weights; null if the options name none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or unsuitable.</exception>
    public static DataViewSchema.Column? FindWeight(DataViewSchema schema, VaeTrainingDataOptions options)
    {
        if (options.ExampleWeightColumnName is not { } columnName)
        {
            return null;
        }

        var column = ColumnChecks.Find(schema, columnName, ColumnRole.Weight);
        CheckWeight(columnName, column.Type, column.Type.ToString()!);
        return column;
    }
}
