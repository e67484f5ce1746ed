using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>
/// A tensor of texts. ONNX Runtime stores texts in its own memory, so they are copied before and after each run.
/// </summary>
internal sealed class TextTensor(GraphTensor tensor, int capacity, bool isInput) : BatchTensor(tensor)
{
    private readonly ReadOnlyMemory<char>[] texts = new ReadOnlyMemory<char>[checked(capacity * tensor.Width)];
    private OrtValue? value;

    public override RowValues Rows(int first, int count) =>
        new(texts.AsSpan(first * Tensor.Width, count * Tensor.Width));

    public override OrtValue Value(int rowCount)
    {
        value?.Dispose();
        value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, Tensor.Shape(rowCount));
        for (var i = 0; isInput && i < rowCount * Tensor.Width; i++)
        {
            value.StringTensorSetElementAt(texts[i].Span, i);
        }

        return value;
    }

    public override void Receive(int rowCount)
    {
        for (var i = 0; i < rowCount * Tensor.Width; i++)
        {
            texts[i] = value!.GetStringElementAsMemory(i);
        }
    }

    public override void Dispose() => value?.Dispose();
}
