using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// Creates the errors of pipeline steps. The exceptions have the types and contain the facts of ML.NET's own steps.
/// </summary>
internal static class StepErrors
{
    // The parameter names of the public methods that throw these errors.
    private const string InputSchemaParameter = "inputSchema";
    private const string OptionsParameter = "options";

    public static ArgumentOutOfRangeException MissingFeatures(
        string step,
        string column,
        IEnumerable<string> present
    ) => Missing(step, column, present, $"Pass inputColumnName, or concatenate the inputs into '{column}' first.");

    /// <param name="step">The name of the step.</param>
    /// <param name="column">The name of the missing column.</param>
    /// <param name="present">The names of the data's columns.</param>
    /// <param name="option">The parameter or option with the name of the column.</param>
    public static ArgumentOutOfRangeException MissingColumn(
        string step,
        string column,
        IEnumerable<string> present,
        string option
    ) => Missing(step, column, present, $"Name a column of the data in {option}, or add '{column}' before this step.");

    public static ArgumentException NoLogVariance(string modelFolder, string column) =>
        Wrong(
            OptionsParameter,
            $"VaeEncode cannot create the log-variance column '{column}': the latents of model '{modelFolder}' are categories, which have no variance. Leave LogVarianceColumnName null."
        );

    public static ArgumentException NoCategories(string modelFolder, string column) =>
        Wrong(
            OptionsParameter,
            $"VaeScore cannot create the column of unseen categories '{column}': model '{modelFolder}' has no key columns, or was written by an older version. Leave UnseenColumnName null."
        );

    public static ArgumentException NoCalibration(string modelFolder, string column) =>
        Wrong(
            OptionsParameter,
            $"VaeScore cannot create the p-value column '{column}': model '{modelFolder}' has no calibration.json, because it was written by an older version. Export the model again, or leave PValueColumnName null."
        );

    public static ArgumentOutOfRangeException ScoreSamples(int count, int largest) =>
        OutOfRange(OptionsParameter, $"VaeScoreOptions.SampleCount is {count}, expected 1 to {largest}.");

    public static ArgumentException NotForSampledScores(string option, string column) =>
        Wrong(
            OptionsParameter,
            $"VaeScore cannot create the column '{column}': VaeScoreOptions.{option} is not for the kind MarginalLikelihood, which is estimated from samples for the row as a whole. Leave {option} null, or choose another kind."
        );

    public static ArgumentException NoMarginalLikelihood(string model) =>
        Wrong(
            OptionsParameter,
            $"VaeScore cannot estimate the marginal likelihood of model '{model}': its scores contain distances to normal rows, or learned from known anomalies, so that scorer.onnx no longer has the -log p(x|z) that the estimate needs. Choose another kind of score, or train a model without these options (NormalRows, KnownAnomalyLabelOptions)."
        );

    public static NotSupportedException SavingSampledScores(string modelFolder) =>
        new(
            $"VaeScore of model '{modelFolder}' cannot be saved: its kind is MarginalLikelihood, which needs samples of the latents. No transformer of ML.NET can draw them, so that the pipeline would not work without VaeMlNet. Save it with another kind, or keep the model folder and create the step again where it is used."
        );

    public static NotSupportedException SavingReasons(string modelFolder) =>
        new(
            $"VaeScore of model '{modelFolder}' cannot be saved: it has a column of reasons, which no transformer of ML.NET can write, so that the pipeline would not work without VaeMlNet. Save it without ReasonsColumnName, or keep the model folder and create the step again where it is used."
        );

    public static ArgumentOutOfRangeException WrongType(
        string column,
        string actual,
        string modelFolder,
        int width,
        string? advice
    ) =>
        Schema(
            $"Input column '{column}' is {actual}, but model '{modelFolder}' needs Vector<Single, {width}>. {advice ?? "Convert the values with ConvertType, or join scalar columns into one vector with Concatenate."}"
        );

    public static ArgumentOutOfRangeException VariableSize(
        string column,
        string actual,
        string modelFolder,
        int width
    ) =>
        Schema(
            $"Input column '{column}' is {actual} of variable size, but model '{modelFolder}' needs Vector<Single, {width}>. Declare the size, for instance with [VectorType({width})]."
        );

    public static ArgumentOutOfRangeException WrongWidth(
        string column,
        int actual,
        string modelFolder,
        int width,
        string slots
    )
    {
        var drop = actual > width ? "Drop the extra slots" : "Add the missing slots";
        return Schema(
            $"Input column '{column}' is Vector<Single, {actual}>, but model '{modelFolder}' was trained on {width} {slots}. {drop}, or train and export again for {actual}."
        );
    }

    public static ArgumentOutOfRangeException WrongImage(
        string column,
        VectorDataViewType actual,
        string modelFolder,
        VaeImageShape image
    ) =>
        Schema(
            $"Input column '{column}' is {actual}, but model '{modelFolder}' was trained on images of {image}, which are {ImageColumn.Describe(image)}. Use {ImageColumn.Advise(image)}."
        );

    public static VaeRowException WrongLength(
        string column,
        long row,
        int actual,
        DataViewType itemType,
        int expected
    ) =>
        new(
            $"Row {row} of '{column}' has {actual} values, but its schema says Vector<{itemType}, {expected}>. Give every row {expected} values. Rows count from 0.",
            row,
            column
        );

    public static NotSupportedException SavedWithout(string step, string column) =>
        new(
            $"{step} cannot be saved: it was fitted on data without column '{column}', and ML.NET's own transformers, which a saved pipeline contains, need every column of the model. Add the column with missing values before the step, and fit again."
        );

    public static InvalidOperationException NoModelFolder(string step, string model) =>
        new(
            $"{step} has no model folder to write: it runs '{model}', which is a single ONNX graph. Save the pipeline with mlContext.Model.Save, or copy the folder that the step was created from."
        );

    public static ArgumentException SameName(string step, string column) =>
        Wrong(OptionsParameter, $"{step} would write two output columns named '{column}'. Give each its own name.");

    public static ArgumentOutOfRangeException BatchSize(string step, int actual, int largest) =>
        OutOfRange(
            OptionsParameter,
            $"BatchSize of {step} is {actual}, expected 1 to {largest} rows, which is what fits in one buffer for this model. 256 is a good value."
        );

    public static ArgumentOutOfRangeException BatchSize(string step, int actual) =>
        OutOfRange(OptionsParameter, $"BatchSize of {step} is {actual}, expected at least 1 row. 256 is a good value.");

    public static ArgumentException ThreadsOfOpenedModel(string modelFolder, int threads) =>
        Wrong(
            OptionsParameter,
            $"IntraOpThreadCount is {threads}, but the step runs on the sessions of model '{modelFolder}', which is open already. Leave it null here, and set VaeSessionOptions.IntraOpThreadCount when the model is opened."
        );

    private static ArgumentException Wrong(string parameter, FormattableString message) =>
        new(FormattableString.Invariant(message), parameter);

    /// <summary>Creates an error about the schema of the input.</summary>
    public static ArgumentOutOfRangeException Schema(FormattableString message) =>
        OutOfRange(InputSchemaParameter, message);

    /// <summary>Creates an error about a parameter, with its message in the invariant culture.</summary>
    public static ArgumentOutOfRangeException OutOfRange(string parameter, FormattableString message) =>
        new(parameter, FormattableString.Invariant(message));

    private static ArgumentOutOfRangeException Missing(
        string step,
        string column,
        IEnumerable<string> present,
        string advice
    ) => Schema($"{step} could not find input column '{column}'. The data has: {Quoted(present)}. {advice}");

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));
}
