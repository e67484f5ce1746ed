using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Settings and parameters of the convolutions.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(bias))]
    private Parameter _bias;

    [ComponentName(Name = nameof(weight))]
    private Parameter _weight;

    private protected Convolution(
        string name,
        long in_channels,
        long out_channels,
        long[] kernel_size,
        long[] stride,
        long[] padding,
        Padding? padding_type,
        long[] dilation,
        bool transposed,
        long[] output_padding,
        long groups,
        bool bias,
        PaddingModes padding_mode,
        Device device,
        ScalarType? dtype
    )
        : base(name)
    {
        if (transposed && padding_mode != PaddingModes.Zeros)
        {
            throw new ArgumentException(
                "Only PaddingModes.Zeros is supported for ConvTransposeND",
                nameof(padding_mode)
            );
        }

        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.dilation = dilation;
        this.transposed = transposed;
        this.output_padding = output_padding;
        this.groups = groups;
        this.padding_mode = padding_mode;
        if (padding_type.HasValue)
        {
            SetPadding(padding_type.Value);
        }
        else
        {
            SetPadding(padding ?? new long[kernel_size.Length]);
        }

        long[] channels = transposed ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
        weight = empty([.. channels, .. kernel_size], dtype, device).AsParameter();
        if (bias)
        {
            this.bias = empty(out_channels, dtype, device).AsParameter();
        }

        reset_parameters();
    }

    public long in_channels { get; }

    public long out_channels { get; }

    public bool transposed { get; }

    public long[] kernel_size { get; set; }

    public long[] stride { get; set; }

    /// <summary>Gets the padding. Null if padding_type defines it.</summary>
    public long[] padding { get; private set; }

    public Padding? padding_type { get; private set; }

    public PaddingModes padding_mode { get; set; }

    public long[] dilation { get; set; }

    public long[] output_padding { get; set; }

    public long groups { get; set; }

    public Parameter weight
    {
        get => _weight;
        set => SetParameter(ref _weight, value ?? throw new ArgumentNullException(nameof(weight)), nameof(weight));
    }

#nullable enable annotations
    public Parameter? bias
#nullable restore annotations
    {
        get => _bias;
        set => SetParameter(ref _bias, value, nameof(bias));
    }

    public void SetPadding(long[] padding)
    {
        padding_type = null;
        this.padding = padding;
    }

    public void SetPadding(Padding padding)
    {
        if (transposed)
        {
            throw new ArgumentException("Cannot set padding type on ConvTransposeND");
        }

        if (padding == Padding.Same && stride.Any(step => step != 1))
        {
            throw new ArgumentException("padding='same' is not supported for strided convolutions");
        }

        this.padding = null;
        padding_type = padding;
    }

    public void reset_parameters()
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is null)
        {
            return;
        }

        (var fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        nn.init.uniform_(bias, -bound, bound);
    }

    private protected void ThrowIfOtherShape(Tensor input, int dimensions)
    {
        var shape = input.shape;
        var batched = shape.Length == dimensions + 2 && shape[1] == in_channels;
        var unbatched = shape.Length == dimensions + 1 && shape[0] == in_channels;
        if (!batched && !unbatched)
        {
            throw new ArgumentException(
                $"Expected {dimensions + 1}D (unbatched) or {dimensions + 2}D (batched) input with {in_channels} channels to {GetName()}."
            );
        }
    }

    // Padding on both sides of each dimension, the last dimension first, as functional.pad takes it. Where Same asks
    // for other sizes in other dimensions, TorchSharp's versions differ in the order, so that is left out here.
    private protected long[] BothSides()
    {
        if (padding_type is null)
        {
            return padding.Reverse().SelectMany(size => new[] { size, size }).ToArray();
        }

        var totals = kernel_size
            .Select((size, i) => padding_type == Padding.Same ? dilation[i] * (size - 1) : 0)
            .ToArray();
        if (totals.Distinct().Count() > 1)
        {
            throw new NotSupportedException(
                $"Padding.Same in mode {padding_mode} with kernels of different extents is not supported."
            );
        }

        return totals.SelectMany(total => new[] { total / 2, total - (total / 2) }).ToArray();
    }
}
