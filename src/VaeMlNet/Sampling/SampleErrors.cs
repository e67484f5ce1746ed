namespace VaeMlNet;

/// <summary>Creates the errors of <c>VaeSample</c>.</summary>
internal static class SampleErrors
{
    // The parameter name of the public methods that throw these errors.
    private const string OptionsParameter = "options";

    public static ArgumentException DrawOfFeatures(string modelFolder) =>
        Wrong(
            OptionsParameter,
            $"VaeSampleOptions.Values is Draw, but model '{modelFolder}' was trained on features, for which only means are available. Leave VaeSampleOptions.Values null, or train on the raw columns to sample all of them."
        );

    public static ArgumentException DrawWithoutSeed() =>
        Wrong(
            OptionsParameter,
            "VaeSampleOptions.Values is Draw, but samples at given latents need a seed, which this method does not have. Leave VaeSampleOptions.Values null for means, or sample the latents too, with rowCount and seed."
        );

    public static ArgumentOutOfRangeException NoSuchValues(VaeSampleValues values) =>
        OutOfRange(
            OptionsParameter,
            values,
            "VaeSampleOptions.Values must be Draw, Mean, or null for the model's default."
        );

    public static ArgumentException NameOfSeveralColumns(string modelFolder, string name, int columnCount) =>
        Wrong(
            OptionsParameter,
            FormattableString.Invariant(
                $"VaeSampleOptions.OutputColumnName is '{name}', but rows of model '{modelFolder}' have {columnCount} columns, which keep the names that they had in training. Leave it null, and rename columns with CopyColumns."
            )
        );

    private static ArgumentException Wrong(string parameter, string message) => new(message, parameter);

    private static ArgumentOutOfRangeException OutOfRange(string parameter, object value, string message) =>
        new(parameter, value, message);
}
