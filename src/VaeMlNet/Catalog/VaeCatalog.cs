namespace Microsoft.ML;

/// <summary>The steps of VaeMlNet on <c>mlContext.Transforms</c>.</summary>
/// <remarks>
/// A step on a folder opens and verifies the folder at once, and reads it once: it may be replaced afterwards. A step on an
/// opened model runs on the model's sessions and reads no file.
/// Thread safety: all members may be used from several threads at once.
/// </remarks>
public static partial class VaeCatalog;
