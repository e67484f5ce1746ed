using static Microsoft.ML.Transforms.Onnx.OnnxMessage;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>
/// The dimensions that a graph declares for its outputs. Columns have these, not those that the runtime infers from the nodes.
/// </summary>
internal static class OnnxDeclaredShapes
{
    private const int GraphOfModel = 7;
    private const int OutputOfGraph = 12;
    private const int NameOfValue = 1;
    private const int TypeOfValue = 2;
    private const int TensorOfType = 1;
    private const int ShapeOfTensor = 2;
    private const int DimensionOfShape = 1;
    private const int SizeOfDimension = 1;

    /// <summary>Returns the shapes of the outputs by name. An unknown dimension is 0.</summary>
    public static Dictionary<string, int[]> OfOutputs(byte[] model) =>
        Messages(model, GraphOfModel)
            .SelectMany(graph => Messages(graph, OutputOfGraph))
            .ToDictionary(value => OnnxMessage.Text(value, NameOfValue), Dimensions);

    private static int[] Dimensions(ReadOnlyMemory<byte> value) =>
        Messages(value, TypeOfValue)
            .SelectMany(type => Messages(type, TensorOfType))
            .SelectMany(tensor => Messages(tensor, ShapeOfTensor))
            .SelectMany(shape => Messages(shape, DimensionOfShape))
            .Select(dimension => (int)Number(dimension, SizeOfDimension))
            .ToArray();
}
