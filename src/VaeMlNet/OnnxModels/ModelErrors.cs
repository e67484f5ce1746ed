using static VaeMlNet.StepErrors;

namespace VaeMlNet;

/// <summary>
/// Creates the errors about ONNX models. The exceptions have the types and contain the facts of ML.NET's ApplyOnnxModel.
/// </summary>
internal static class ModelErrors
{
    // The parameters and options that these errors name.
    private const string ShapesParameter = nameof(ApplyOnnxModelBatchedOptions.ShapeDictionary);

    public static IOException NoFile(string path) =>
        new(
            $"Model file {path} does not exist. Pass the path of an ONNX file, absolute or relative to the working directory."
        );

    public static InvalidOperationException NotInitialized(string model, Exception cause) =>
        new(
            $"Error initializing model :{cause.Reason()}. The model is '{model}': check it with onnx.checker, or export it again.",
            cause
        );

    public static InvalidOperationException RunFailed(string owner, Exception cause) =>
        new(
            $"{owner} failed: ONNX Runtime could not run it ({cause.Reason()}). Check that the values are valid inputs of the model.",
            cause
        );

    public static ArgumentOutOfRangeException NoSuchTensor(
        string role,
        string name,
        string parameter,
        IEnumerable<OnnxTensorInfo> available
    ) =>
        new(
            parameter,
            name,
            $"{role} tensor '{name}' does not exist in the ONNX model. Available {role.ToLowerInvariant()} names are [{string.Join(", ", available.Select(t => t.Name))}]."
        );

    public static ArgumentException InputNotGiven(OnnxTensorInfo input, string parameter) =>
        new(
            $"The ONNX model needs its input '{input.Name}' ({input.Description}), but no column is named for it. Add it to InputColumns.",
            parameter
        );

    public static InvalidOperationException NoTensors(string role) =>
        new(
            $"The ONNX model has no {role.ToLowerInvariant()} that could be a column. Export it with inputs and outputs of one row each."
        );

    public static NotSupportedException NoVector(string role, OnnxTensorInfo tensor) =>
        new(
            $"{role} '{tensor.Name}' of the ONNX model is {tensor.Description}, and only tensors with dimensions become vectors. Name the other outputs, or use ApplyOnnxModel."
        );

    public static InvalidOperationException NoColumnType(string role, OnnxTensorInfo tensor) =>
        new(
            $"Unsupported ONNX scalar type: {role} '{tensor.Name}' is {tensor.Description}, which no column type of ML.NET supports. Export the model with a Cast to float32."
        );

    public static ArgumentOutOfRangeException NullShape(string name) =>
        OutOfRange(ShapesParameter, $"The shape of '{name}' is null. Give its dimensions, or leave the name out.");

    public static InvalidOperationException TooLarge(string role, OnnxTensorInfo tensor, int most) =>
        new(
            FormattableString.Invariant(
                $"{role} '{tensor.Name}' of the ONNX model is {tensor.Description}: one row has more than {most} values, which is too many for a batch. Use ApplyOnnxModel."
            )
        );

    public static ArgumentOutOfRangeException ShapeDoesNotFit(string name, int[] given, int[] declared) =>
        OutOfRange(
            ShapesParameter,
            $"The specified shape {string.Join(",", given)} is not compatible with the shape {string.Join(",", declared.Select(d => d == 0 ? -1 : d))} of '{name}' in the ONNX model. Only unknown dimensions can replace or be replaced by another."
        );

    public static ArgumentOutOfRangeException MissingColumn(string column, IEnumerable<string> present) =>
        Schema(
            $"Could not find input column '{column}', which feeds the model's input of that name. The data has: {string.Join(", ", present.Select(n => $"'{n}'"))}. Give a column that name with CopyColumns."
        );

    public static ArgumentOutOfRangeException WrongType(string column, string expected, string actual) =>
        Schema(
            $"Schema mismatch for input column '{column}': expected {expected}, got {actual}. Convert the values with ConvertType."
        );

    public static ArgumentOutOfRangeException VariableSize(string column, string actual, int width) =>
        Schema(
            $"Schema mismatch for input column '{column}': expected a vector of {width} values, got {actual} of variable size. Declare the size, for instance with [VectorType({width})]."
        );

    public static ArgumentOutOfRangeException ScalarForOtherRank(string column, string actual, string input) =>
        Schema(
            $"Schema mismatch for input column '{column}': expected a vector, got {actual}. ML.NET gives scalars as tensors of two dimensions, and the model's input is {input}. Convert the column to a vector with Concatenate."
        );

    public static InvalidOperationException WrongWidth(GraphTensor input, int actual) =>
        new(
            FormattableString.Invariant(
                $"Input shape mismatch: Input '{input.Name}' has shape {string.Join(",", input.RowShape!)}, but input data is of length {actual}. Give it {input.Width} values."
            )
        );

    public static InvalidOperationException WrongOutputLength(string output, int actual, int expected) =>
        new(
            FormattableString.Invariant(
                $"Output '{output}' of the ONNX model has {actual} values for one row, but the model declares {expected}. Export the model with the right shape, or give the shape in shapeDictionary."
            )
        );
}
