using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The parameters of a linear layer beside images, with the images' numbers in channels-last order. They are fewer numbers than
/// the images of a batch.
/// </summary>
internal sealed class ChannelsLastParameters
{
    private readonly LayerParameters source;
    private readonly int channels;
    private readonly int pixels; // H * W
    private readonly bool isOutput;

    /// <param name="source">The parameters in the module's order, channel after channel.</param>
    /// <param name="place">The images.</param>
    public ChannelsLastParameters(LayerParameters source, ImagePlace place)
    {
        (this.source, isOutput) = (source, place.IsOutput);
        (channels, pixels) = (place.Image.Channels, place.Image.Height * place.Image.Width);
        Values = new(
            empty(source.Weight.shape),
            isOutput ? source.Bias?.clone() : source.Bias,
            empty(source.Weight.shape),
            isOutput ? source.BiasGradient?.clone() : source.BiasGradient
        );
    }

    /// <summary>Gets the copies, and their gradients. A bias that is not beside the images is the module's.</summary>
    public LayerParameters Values { get; }

    /// <summary>Copies the module's parameters.</summary>
    public void Load()
    {
        Exchange(source.Weight, Values.Weight, channels, pixels);
        ExchangeBias(source.Bias, Values.Bias, channels, pixels);
    }

    /// <summary>Copies the gradients to those of the module.</summary>
    public void StoreGradient()
    {
        Exchange(Values.WeightGradient, source.WeightGradient, pixels, channels);
        ExchangeBias(Values.BiasGradient, source.BiasGradient, pixels, channels);
    }

    private void ExchangeBias(Tensor? from, Tensor? to, int rowCount, int width)
    {
        if (isOutput && from is not null)
        {
            MatrixTransposition.CopyEach(TensorValues.Memory(from), TensorValues.Memory(to!), rowCount, width);
        }
    }

    /// <summary>Exchanges channels and pixels of a weight.</summary>
    private void Exchange(Tensor from, Tensor to, int rowCount, int width)
    {
        var numbers = TensorValues.Memory(from);
        var target = TensorValues.Memory(to);
        if (!isOutput) // a matrix for each output
        {
            MatrixTransposition.CopyEach(numbers, target, rowCount, width);
            return;
        }

        var length = numbers.Length / (rowCount * width); // the number of inputs
        for (var row = 0; row < rowCount; row++)
        {
            for (var column = 0; column < width; column++, numbers = numbers[length..])
            {
                numbers[..length].CopyTo(target[(((column * rowCount) + row) * length)..]);
            }
        }
    }
}
