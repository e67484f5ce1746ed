namespace VaeMlNet;

/// <summary>Defines the names of the files of a model folder.</summary>
internal static class ModelFolderFiles
{
    public const string Manifest = "manifest.json";
    public const string Encoder = "encoder.onnx";
    public const string Decoder = "decoder.onnx";
    public const string Scorer = "scorer.onnx";
    public const string Imputer = "imputer.onnx";
    public const string Calibration = "calibration.json";
    public const string DensityRatio = "density_ratio.json";
    public const string History = "history.json";
    public const string TestData = "test_data_set_0";

    /// <summary>The files that are read when a folder is opened.</summary>
    public static readonly string[] AreOpened =
    [
        Manifest,
        Encoder,
        Decoder,
        Scorer,
        Imputer,
        Calibration,
        DensityRatio,
        History,
    ];
}
