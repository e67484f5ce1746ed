namespace VaeMlNet;

/// <summary>An input or output of an ONNX file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type and shape as text, such as <c>float32 [N, 784]</c>.</param>
/// <param name="IsSingle">True where its elements are float32.</param>
/// <param name="Dimensions">Its shape: null for a dimension that is open. Null as a whole where none is declared.</param>
public sealed record OnnxFileTensor(string Name, string Type, bool IsSingle, IReadOnlyList<long?>? Dimensions);
