namespace VaeMlNet;

/// <summary>An input or output of an ONNX file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The element type and shape as text, such as <c>float32 [N, 784]</c>.</param>
/// <param name="IsSingle">True if its elements are float32.</param>
/// <param name="Dimensions">The shape: null for an open dimension. Null as a whole if no shape is declared.</param>
public sealed record OnnxFileTensor(string Name, string Type, bool IsSingle, IReadOnlyList<long?>? Dimensions);
