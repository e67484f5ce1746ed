namespace VaeMlNet;

/// <summary>Creates the errors of <c>VaeImpute</c>.</summary>
internal static class ImputeErrors
{
    // The parameter name of the public methods that throw these errors.
    private const string OptionsParameter = "options";

    public static ArgumentException NoTable(string modelFolder) =>
        Wrong(
            "modelFolder",
            $"VaeImpute needs a model of a table, but model '{modelFolder}' was trained on features, which have no missing values. Train on the raw columns, for instance with VaeFeaturize(outputColumnName, inputColumnNames), or fill the features with ReplaceMissingValues."
        );

    public static ArgumentException NothingToFill(string modelFolder) =>
        Wrong(
            OptionsParameter,
            $"VaeImpute has no column to fill: VaeImputeOptions.Columns is empty, or model '{modelFolder}' has Boolean columns only, which are never missing. Name number or key columns, or leave Columns null for all of them."
        );

    public static ArgumentException NotImputable(string modelFolder, string column, IEnumerable<string> imputable) =>
        Wrong(
            OptionsParameter,
            $"VaeImputeOptions.Columns names input column '{column}', which is no number or key column that model '{modelFolder}' reads. Those are: {string.Join(", ", imputable.Select(n => $"'{n}'"))}."
        );

    public static ArgumentOutOfRangeException NoSuchValues(VaeDecodedValues values) =>
        OutOfRange(OptionsParameter, values, "VaeImputeOptions.Values must be Mean or Draw.");

    public static ArgumentException Uncertainty(bool isDrawn) =>
        Wrong(
            OptionsParameter,
            isDrawn
                ? "VaeImputeOptions.UncertaintySuffix needs VaeDecodedValues.Mean, because samples differ from each other by the uncertainty. Leave the suffix null, or choose means."
                : "VaeImputeOptions.UncertaintySuffix is empty, so that a column of uncertainties would have the name of the filled column. Pass a text such as \"Uncertainty\", or null."
        );

    public static NotSupportedException Saving(string modelFolder) =>
        new(
            $"VaeImpute of model '{modelFolder}' cannot be saved: it samples missing cells (VaeDecodedValues.Draw) or computes uncertainties, which no transformer of ML.NET can do, so that the pipeline would not work without VaeMlNet. Save it with VaeDecodedValues.Mean alone, or keep the model folder and create the step again where it is used."
        );

    private static ArgumentException Wrong(string parameter, string message) => new(message, parameter);

    private static ArgumentOutOfRangeException OutOfRange(string parameter, object value, string message) =>
        new(parameter, value, message);
}
