using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

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

    /// <summary>Checks the columns of weights and classes before rows are read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or unsuitable.</exception>
    public static void Check(DataViewSchema schema, VaeTrainingDataOptions options)
    {
        _ = FindWeight(schema, options);
        _ = options.ClassColumnName is { } name ? ClassIndices.Bind(schema, name, ColumnRole.Class) : default;
    }

    /// <summary>Refuses options that name columns of rows that have none, unless their values are passed instead.</summary>
    /// <exception cref="ArgumentException">A column is named, and its values are not passed.</exception>
    public static void CheckNone(VaeTrainingDataOptions options, Tensor? exampleWeights, Tensor? classes)
    {
        Check(options.ExampleWeightColumnName, ColumnRole.Weight, exampleWeights, nameof(exampleWeights));
        Check(options.ClassColumnName, ColumnRole.Class, classes, nameof(classes));

        static void Check(string? columnName, ColumnRole role, Tensor? given, string parameter)
        {
            if (columnName is not null && given is null)
            {
                throw new ArgumentException(
                    $"{role.Option} names '{columnName}', but a tensor has no columns. Pass {parameter}, or an IDataView with the column; or leave the option null."
                );
            }
        }
    }

    /// <summary>Checks the columns of weights and classes in a shape.</summary>
    /// <param name="step">The name of the step in messages.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="options">The options that name the columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or unsuitable.</exception>
    public static void CheckShape(string step, SchemaShape shape, VaeTrainingDataOptions options)
    {
        if (options.ExampleWeightColumnName is { } weight)
        {
            var column = ColumnChecks.Find(shape, weight, ColumnRole.Weight, step);
            CheckWeight(weight, StepInput.TypeOf(column), StepInput.Describe(column));
        }

        if (options.ClassColumnName is { } classes)
        {
            var column = ColumnChecks.Find(shape, classes, ColumnRole.Class, step);
            ClassIndices.CheckType(classes, StepInput.TypeOf(column), StepInput.Describe(column), ColumnRole.Class);
        }
    }

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
