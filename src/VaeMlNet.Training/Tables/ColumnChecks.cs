using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Checks the columns and rows that training reads.</summary>
internal static class ColumnChecks
{
    public static DataViewSchema.Column Find(DataViewSchema schema, string columnName, ColumnRole role) =>
        schema.GetColumnOrNull(columnName)
        ?? throw new ArgumentOutOfRangeException(
            nameof(columnName),
            $"VaeTrainer could not find {role.Of(columnName)}. The data has: "
                + $"{string.Join(", ", schema.VisibleNames().Select(name => $"'{name}'"))}. "
                + $"{(role.Option is { } option ? $"Name another column in {option}" : "Pass the name of another column")}, "
                + $"or create '{columnName}' first, for example with Concatenate or CopyColumns."
        );

    /// <summary>Finds a column of a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="columnName">The name of the column.</param>
    /// <param name="role">The use of the column.</param>
    /// <param name="step">The name of the step in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shape does not have the column.</exception>
    public static SchemaShape.Column Find(SchemaShape shape, string columnName, ColumnRole role, string step)
    {
        var column = shape.FirstOrDefault(c => c.Name == columnName);
        return column.Name is null
            ? throw StepErrors.MissingColumn(
                step,
                columnName,
                shape.Select(c => c.Name),
                role.Option ?? $"the call of {step}"
            )
            : column;
    }

    /// <summary>Creates the error for a column of an unsuitable type.</summary>
    /// <param name="columnName">The name of the column.</param>
    /// <param name="role">The use of the column.</param>
    /// <param name="described">The type in messages.</param>
    /// <param name="expected">What is expected, such as "VaeTrainer needs a Single".</param>
    /// <param name="advice">What to do next, in sentences.</param>
    public static ArgumentOutOfRangeException Unsuitable(
        string columnName,
        ColumnRole role,
        string described,
        string expected,
        string advice
    )
    {
        var column = role.Of(columnName);
        return StepErrors.Schema(
            $"{char.ToUpperInvariant(column[0])}{column[1..]} is {described}, but {expected}. {advice}"
        );
    }

    /// <summary>
    /// Returns how ML.NET makes numbers of values that Conversion.ConvertType cannot convert usefully; null for types that it can convert.
    /// </summary>
    public static string? AdviseNumbers(DataViewType type) =>
        type switch
        {
            VectorDataViewType { IsKnownSize: false, ItemType: KeyDataViewType or TextDataViewType } =>
                "Count its categories with Categorical.OneHotEncoding and OutputKind.Bag.",
            VectorDataViewType { ItemType: KeyDataViewType or TextDataViewType } =>
                "Convert it to numbers with Categorical.OneHotEncoding, or make a column of each slot.",
            // Ticks are so large that Single rounds them to about two hours.
            DateTimeDataViewType
            or DateTimeOffsetDataViewType
            or TimeSpanDataViewType
            or VectorDataViewType
            {
                ItemType: DateTimeDataViewType or DateTimeOffsetDataViewType or TimeSpanDataViewType
            } =>
                "Make numbers of it with CustomMapping, such as the days since a date, the hour or the weekday. ConvertType would give ticks, which Single rounds.",
            _ => null,
        };

    /// <summary>Creates the error for data without rows.</summary>
    public static InvalidOperationException Empty(string source) =>
        new(
            $"VaeTrainer read 0 rows from {source}, but needs at least 1. "
                + "Check the filters before it, or the file that was loaded."
        );
}

/// <summary>The use of a column in training, for messages.</summary>
/// <param name="Name">The use, such as "label column".</param>
/// <param name="Option">The option that names the column; null for a parameter of the call.</param>
internal sealed record ColumnRole(string Name, string? Option = null)
{
    public static ColumnRole Input { get; } = new("input column");

    public static ColumnRole Features { get; } = new("feature column");

    public static ColumnRole Condition { get; } = new("condition column", "VaeTrainerOptions.ConditionColumns");

    public static ColumnRole Label { get; } = new("label column", "VaeTrainerOptions.Labels");

    public static ColumnRole Class { get; } = new("class column", "VaeTrainerOptions.Data.ClassColumnName");

    public static ColumnRole Weight { get; } =
        new("example weight column", "VaeTrainerOptions.Data.ExampleWeightColumnName");

    public static ColumnRole Target { get; } = new("target column", "VaeTunerOptions.TargetColumnName");

    /// <summary>Returns the column with its use and option.</summary>
    public string Of(string columnName) => $"{Name} '{columnName}'{(Option is null ? "" : $" ({Option})")}";
}
