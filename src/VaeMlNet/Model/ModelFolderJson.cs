using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// How the JSON files of a model folder are read and written, made by the compiler: what is found out by reflection takes
/// longer than all else that opening a folder does.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ManifestVersion))]
[JsonSerializable(typeof(VaeManifest))]
[JsonSerializable(typeof(CalibrationScores))]
[JsonSerializable(typeof(SamplerFile))]
[JsonSerializable(typeof(HistoryFile))]
internal sealed partial class ModelFolderJson : JsonSerializerContext;
