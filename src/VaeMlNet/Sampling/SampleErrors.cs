namespace VaeMlNet;

/// <summary>Creates the errors of <c>VaeSample</c>.</summary>
internal static class SampleErrors
{
    // The parameter name of the public methods that throw these errors.
    private const string OptionsParameter = "options";

    public static ArgumentException DrawOfFeatures(string modelFolder) =>
        Wrong(
            $"VaeSampleOptions.DrawsValues is true, but model '{modelFolder}' was trained on features, for which only means are available. Leave it null, or train on the raw columns to sample all of them."
        );

    public static ArgumentException DrawWithoutSeed() =>
        Wrong(
            "VaeSampleOptions.DrawsValues is true, but samples at given latents need a seed, which this method does not have. Leave it null for means, or sample the latents too, with rowCount and seed."
        );

    public static ArgumentException NameOfSeveralColumns(string modelFolder, string name, int columnCount) =>
        Wrong(
            FormattableString.Invariant(
                $"VaeSampleOptions.OutputColumnName is '{name}', but rows of model '{modelFolder}' have {columnCount} columns, which keep the names that they had in training. Leave it null, and rename columns with CopyColumns."
            )
        );

    public static ArgumentException FilterOfOtherRows() =>
        Wrong(
            "VaeSampleOptions has Conditions or Constraints, which only sampled rows of a table can meet, without LatentColumnName and not as means. Leave them empty."
        );

    public static ArgumentException NoCombination(string modelFolder, string filter, IEnumerable<string> conditions) =>
        Wrong(
            $"No combination of conditions that model '{modelFolder}' keeps from its training data meets {(filter.Length > 0 ? filter : "the options")}. Use a wider condition, or give a value for each of {string.Join(", ", conditions.Select(name => $"'{name}'"))} with =."
        );

    public static ArgumentException FilterOfExplainedColumns(string filter) =>
        Wrong(
            $"VaeSampleOptions has {filter}, but rows of features, means, and rows with LatentColumnName can only meet conditions on the model's condition columns. Leave the others out."
        );

    public static ArgumentException NoConditionColumns(string modelFolder) =>
        Wrong(
            $"VaeSampleOptions.ConditionRows is set, but model '{modelFolder}' has no condition columns. Leave it null."
        );

    public static ArgumentException ConditionRowsAndFilter(string filter) =>
        Wrong(
            $"VaeSampleOptions.ConditionRows gives the conditions of each row, which cannot be chosen by {filter}, too. Use = to replace a condition of all rows, or leave one of them out."
        );

    public static ArgumentException WrongConditionRows(long expected, bool isMore, long actual) =>
        Wrong(
            FormattableString.Invariant(
                $"VaeSampleOptions.ConditionRows has {(isMore ? "more than" : "only")} {actual} rows, but {expected} rows are sampled. Pass one row of conditions for each."
            )
        );

    public static ArgumentException NoCondition(string text) =>
        Wrong(
            $"'{text}' is no condition. Write a column, one of =, !=, <, <=, > and >=, and a value, such as age>=30 or color=red."
        );

    public static ArgumentException NoConstraint(string text) =>
        Wrong(
            $"'{text}' is no constraint. Compare two columns, as in start<=end, compute a sum, as in a+b=total, or write 'unique' and a column."
        );

    public static ArgumentException NoSuchColumn(string text, string name, IEnumerable<string> columns) =>
        Wrong(
            $"'{text}' names the column '{name}', which the model does not have. Its columns are {string.Join(", ", columns.Select(column => $"'{column}'"))}."
        );

    public static ArgumentException ConditionOnVector(string name) =>
        Wrong($"Column '{name}' is a vector of numbers. Conditions and constraints need columns of one value.");

    public static ArgumentException NoValueOfColumn(string text, string name, string value, string expected) =>
        Wrong($"'{text}': '{value}' is no value of column '{name}', expected {expected}.");

    public static ArgumentException NoStepOfColumn(string text, string name, string closest) =>
        Wrong(
            $"'{text}' is met by no row: the values of column '{name}' have the decimals and steps of its training values. Use the closest one, {closest}, or a range such as 30..40."
        );

    public static ArgumentException NoOrder(string text, string name) =>
        Wrong(
            $"'{text}' compares by an order, but the categories of column '{name}' have none. Use = or !=, or train with the kind 'ordered' in the schema."
        );

    public static ArgumentException SumOfOtherColumn(string text, string name) =>
        Wrong($"'{text}' is a sum, but column '{name}' has no numbers.");

    public static InvalidOperationException TooFewAccepted(
        string modelFolder,
        string filter,
        long drawn,
        int accepted,
        int? unique
    ) =>
        new(
            FormattableString.Invariant(
                $"Only {accepted} of {drawn} rows that model '{modelFolder}' drew meet {filter} and keep relations between columns ({(double)accepted / drawn:0.0000%}). At least 0.1% must. "
            )
                + (
                    unique is { } count
                        ? FormattableString.Invariant(
                            $"With 'unique', there are no more rows than different values, and {count} are needed. Sample fewer rows, or use wider conditions, or fewer."
                        )
                        : "Use wider conditions, or fewer."
                )
        );

    private static ArgumentException Wrong(string message, string parameter = OptionsParameter) =>
        new(message, parameter);
}
