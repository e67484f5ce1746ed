using Microsoft.ML.Data;
using static System.FormattableString;
using static VaeMlNet.StepErrors;

namespace VaeMlNet;

/// <summary>
/// Creates the errors about the raw columns of table models. The exceptions have the types that ML.NET's own steps throw.
/// </summary>
internal static class ColumnErrors
{
    /// <summary>The largest number of names in a message. Tables can have thousands of columns.</summary>
    private const int MostNames = 20;

    public static ArgumentOutOfRangeException Missing(ColumnInput input, IEnumerable<string> present)
    {
        string[] names = [.. present];
        string[] others = [.. input.ColumnsOfStep.Except(names).Where(name => name != input.ColumnName)];
        var nor = others.Length > 0 ? $", nor {Quoted(others)}" : "";
        var advice =
            input.IsCondition ? $"Model '{input.ModelFolder}' depends on this condition: add the column."
            : input.IsBoolean
                ? "Pass inputColumnNames, or add the column: a Boolean has no missing value, so that it cannot be left out."
            : "Pass inputColumnNames, or set AllowMissingColumns = true to count the column as missing in every row.";
        return Schema(
            $"{input.Step} could not find input column '{input.ColumnName}'{nor}. The data has: {Quoted(names)}. {advice}"
        );
    }

    public static ArgumentOutOfRangeException WrongType(
        ColumnInput input,
        string actual,
        DataViewType item,
        bool isKey
    ) =>
        Schema(
            $"Input column '{input.ColumnInMessages}' is {actual}, but model '{input.ModelFolder}' needs {Expected(input)}. {Advice(input, item, isKey)}"
        );

    public static ArgumentOutOfRangeException VariableSize(ColumnInput input, string actual) =>
        Schema(
            $"Input column '{input.ColumnInMessages}' is {actual} of variable size, but model '{input.ModelFolder}' needs {Expected(input)}. Declare the size, for instance with [VectorType({input.Tensor.Width})]."
        );

    public static ArgumentOutOfRangeException WrongWidth(ColumnInput input, string actual, int width) =>
        Schema(
            $"Input column '{input.ColumnInMessages}' is {actual}, but model '{input.ModelFolder}' was trained on {Expected(input)}. {(width > input.Tensor.Width ? "Drop the extra slots" : "Add the missing slots, as NaN where they are not known")}, or train and export again for {width}."
        );

    public static ArgumentOutOfRangeException OtherKeyValues(
        ColumnInput input,
        IReadOnlyList<string> actual,
        IReadOnlyList<string> expected
    ) =>
        Schema(
            $"The keys of input column '{input.ColumnInMessages}' stand for {actual.Count} values, {Quoted(actual)}, but model '{input.ModelFolder}' was trained on {expected.Count}, {Quoted(expected)}, in this order. More values may follow. Map the values with the MapValueToKey that was fitted in training, or with its keyData."
        );

    public static VaeRowException Refused(ColumnInput input, long row, int slot, float value) =>
        new SlotGroup(1, input.Values).Refuse(
            value,
            row,
            slot,
            $"'{input.ColumnInMessages}'",
            input.ColumnInMessages,
            $"model '{input.ModelFolder}' needs finite values, or NaN where a value is missing."
        );

    public static VaeRowException UnknownCondition(ColumnInput input, long row, uint? key)
    {
        var found = key is null or 0
            ? "is missing"
            : Invariant($"has the key {key}, a category that is not in the training data");
        var requirement = Invariant(
            $"model '{input.ModelFolder}' needs {(input.IsKey ? $"one of the {input.KeyCount} categories of the training data" : "a number")} in every row"
        );
        return new(
            $"Row {row} of condition column '{input.ColumnInMessages}' {found}, but {requirement}. Remove the row, or choose a known value. Rows count from 0.",
            row,
            input.ColumnInMessages
        )
        {
            Requirement = requirement,
        };
    }

    public static ArgumentException WrongConditionCount(
        string modelFolder,
        IEnumerable<string> conditions,
        int count
    ) =>
        Wrong(
            $"Model '{modelFolder}' depends on the conditions {Quoted(conditions)}, but {count} {(count == 1 ? "column is" : "columns are")} named for them. Name one column for each condition, in this order."
        );

    public static ArgumentException NoConditions(string modelFolder, IEnumerable<string> named) =>
        Wrong(
            $"VaeReconstructOptions.DecodedConditionColumns names {Quoted(named)}, but model '{modelFolder}' has no conditions. Leave it null."
        );

    public static ArgumentException NamedTwice(string name) =>
        Wrong($"Input column '{name}' is named twice. Name each of the model's columns once.");

    public static ArgumentException OneColumnOnly(string modelFolder, int width, int count) =>
        Wrong(
            $"Model '{modelFolder}' takes one column of {width} features, but {count} columns are named. Join them with Concatenate, and name the result."
        );

    public static ArgumentException WrongCount(ModelFolder folder, InputNames names)
    {
        var count = names.Several?.Length ?? 1;
        return Wrong(
            $"Model '{folder.Path}' takes {folder.Manifest.Columns.Count} columns, {Quoted(folder.Manifest.Columns.Select(c => c.Name))}, but {count} {(count == 1 ? "is" : "are")} named, {Quoted(names.Several ?? [names.Single!])}, and not all by the model's names. Pass inputColumnNames: one for each of the model's columns in this order, or the model's names in any order.",
            Parameter(names)
        );
    }

    public static ArgumentException NotNamed(ModelFolder folder, InputNames names, VaeColumn column)
    {
        var advice = column.CanBeMissing
            ? ", or set AllowMissingColumns = true to count it as missing in every row."
            : ": a Boolean has no missing value, so that it cannot be left out.";
        return Wrong(
            $"Model '{folder.Path}' also takes column '{column.Name}', which is not named. Pass it in inputColumnNames too{advice}",
            Parameter(names)
        );
    }

    private static string Expected(ColumnInput input) =>
        input switch
        {
            { IsBoolean: true } => "Boolean",
            { IsKey: true } => "Key<UInt32>",
            { Tensor.Width: 1 } => "Single",
            { Tensor.Width: var width } => Invariant($"Vector<Single, {width}>"),
        };

    private static string Advice(ColumnInput input, DataViewType item, bool isKey) =>
        item switch
        {
            TextDataViewType =>
                "Convert texts to categories with MapValueToKey, or to numbers with FeaturizeText, as in training.",
            _ when isKey && input.IsKey =>
                "Convert the keys with ConvertType to UInt32, one in each row, or map their values again with MapValueToKey.",
            _ when input.IsKey =>
                "Convert the values to categories with the MapValueToKey that was fitted for training.",
            _ when input.Tensor.Width > 1 =>
                "Convert the values with ConvertType, or join scalar columns into one vector with Concatenate.",
            _ => "Convert the values with ConvertType.",
        };

    private static string Parameter(InputNames names) =>
        names.Several is null ? InputNames.OneParameter : InputNames.SeveralParameter;

    private static string Quoted(IEnumerable<string> names)
    {
        string[] all = [.. names];
        var listed = string.Join(", ", all.Take(MostNames).Select(n => $"'{n}'"));
        return all.Length > MostNames ? Invariant($"{listed} and {all.Length - MostNames} more") : listed;
    }

    private static ArgumentException Wrong(FormattableString message, string parameter = InputNames.SeveralParameter) =>
        new(Invariant(message), parameter);
}
