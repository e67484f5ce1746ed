using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Creates the errors of a comparison of synthetic with real rows.</summary>
internal static class QualityErrors
{
    private const string Operation = "CompareSyntheticRows";
    private const string OptionsParameter = "options";

    public static ArgumentOutOfRangeException MissingColumn(string column, ComparedView view)
    {
        var present = string.Join(", ", view.Data.Schema.VisibleNames().Select(name => $"'{name}'"));
        return OutOfRange(
            view.Parameter,
            $"{Operation} could not find column '{column}' in the {view.Rows} rows, which have: {present}. Name the columns to compare in VaeQualityOptions.ColumnNames."
        );
    }

    public static ArgumentOutOfRangeException MissingTarget(string column, IEnumerable<ComparedSlot> slots) =>
        OutOfRange(
            OptionsParameter,
            $"{Operation} could not find the target column '{column}' among the compared columns: {string.Join(", ", slots.Take(20).Select(s => $"'{s.Name}'"))}. Name one of them in VaeQualityOptions.TargetColumn."
        );

    public static ArgumentException TargetWithoutHeldOut(string column) =>
        Wrong(
            "heldOut",
            $"{Operation} needs held-out rows to predict column '{column}' in them. Pass rows that the model was not trained on as heldOut, or leave VaeQualityOptions.TargetColumn null."
        );

    public static ArgumentOutOfRangeException TypesDiffer(
        string column,
        DataViewType real,
        DataViewType other,
        ComparedView view
    ) =>
        OutOfRange(
            view.Parameter,
            $"{Operation} cannot compare column '{column}', which is {real} in the real rows and {other} in the {view.Rows} ones. Give both the same type; keys of unequal number are matched where all views have texts as KeyValues."
        );

    public static ArgumentOutOfRangeException WrongType(string column, DataViewType type) =>
        OutOfRange(
            "synthetic",
            $"{Operation} cannot compare column '{column}', which is {type}: it takes Single, Vector<Single> of known size, Boolean and Key<UInt32>. Convert texts with MapValueToKey and other numbers with ConvertType, or leave the column out of VaeQualityOptions.ColumnNames."
        );

    public static InvalidOperationException NoRows(string rows) =>
        new($"{Operation} found no row among the {rows} rows. It needs at least one of each kind.");

    public static ArgumentException NoColumns() =>
        Wrong(
            OptionsParameter,
            $"{Operation} was given no column to compare. Name columns in VaeQualityOptions.ColumnNames, or leave it null for all columns of the real rows."
        );

    private static ArgumentException Wrong(string parameter, string message) => new(message, parameter);

    private static ArgumentOutOfRangeException OutOfRange(string parameter, string message) => new(parameter, message);
}
