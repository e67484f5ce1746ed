namespace VaeMlNet;

/// <summary>Creates the errors about the graphs of a model folder.</summary>
internal static class GraphErrors
{
    private const string ExportTogether =
        "Export all graphs together, with TrainedVae.Export or with the verb export of vaemlnet.";

    public static VaeModelException Refused(string folder, string file, Exception cause) =>
        ModelFolderErrors.Error(
            $"Model '{folder}' cannot be opened: {file} is refused because {cause.Reason()}. {ExportTogether}",
            cause
        );

    public static VaeModelException NotWritten(string folder, string file, Exception cause) =>
        ModelFolderErrors.Error(
            $"Model '{folder}' was not written: {file} would be refused when the folder is opened, because {cause.Reason()}. Let the converter of the module write operators that docs/model-folder.md lists, or export the network with OnnxExporter and run it with ApplyOnnxModelBatched.",
            cause
        );

    public static VaeModelException LatentMismatch(string folder, long produced, long expected) =>
        ModelFolderErrors.Error(
            $"Model '{folder}' is inconsistent: encoder.onnx produces latent size {produced}, decoder.onnx expects {expected}. {ExportTogether}"
        );

    public static VaeModelException WrongNames(
        string folder,
        string file,
        string role,
        IEnumerable<string> actual,
        IEnumerable<string> expected
    ) =>
        ModelFolderErrors.Error(
            $"Model '{folder}' is inconsistent: {file} has the {role}s {Quoted(actual)}, expected {Quoted(expected)}. {ExportTogether}"
        );

    public static VaeModelException WrongShape(
        string folder,
        string file,
        string role,
        OnnxTensorInfo declared,
        GraphTensor expected
    ) =>
        ModelFolderErrors.Error(
            $"Model '{folder}' is inconsistent: {role} '{declared.Name}' of {file} is {declared.Description}, but manifest.json needs {OnnxTensorInfo.DescribeBatch(expected).Description} with a symbolic N. {ExportTogether}"
        );

    public static VaeModelException Unrunnable(string folder, string file, Exception cause) =>
        ModelFolderErrors.Error(
            $"Model '{folder}' cannot be run: ONNX Runtime does not accept {file} ({cause.Reason()}). {ExportTogether}",
            cause
        );

    public static VaeModelException RunFailed(string owner, Exception cause) =>
        ModelFolderErrors.Error(
            $"{owner} failed: ONNX Runtime could not run its graph ({cause.Message}). Export the model again, and check it with 'vaemlnet verify'.",
            cause
        );

    public static VaeModelException BadTestData(string folder, string file, string problem, Exception? cause = null) =>
        ModelFolderErrors.Error(
            $"Model '{folder}' cannot be verified: {file} is unusable, {problem}. {ExportTogether}",
            cause
        );

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));
}
