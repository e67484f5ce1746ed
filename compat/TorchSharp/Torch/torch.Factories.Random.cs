using TorchSharp.Interop;

namespace TorchSharp;

// New tensors of random numbers.
public static partial class torch
{
    public static Tensor rand(
        long[] size,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        Generator generator = null,
        string[] names = null
    ) => Rand(size, new Options(dtype, device, requires_grad, names), generator);

    public static Tensor rand(
        long size,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        Generator generator = null,
        string[] names = null
    ) => Rand([size], new Options(dtype, device, requires_grad, names), generator);

    public static Tensor rand(
        long rows,
        long columns,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        Generator generator = null,
        string[] names = null
    ) => Rand([rows, columns], new Options(dtype, device, requires_grad, names), generator);

    public static Tensor randn(
        long[] size,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        Generator generator = null,
        string[] names = null
    ) => Randn(size, new Options(dtype, device, requires_grad, names), generator);

    public static Tensor randn(
        long size,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        Generator generator = null,
        string[] names = null
    ) => Randn([size], new Options(dtype, device, requires_grad, names), generator);

    public static Tensor randn(
        long rows,
        long columns,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        Generator generator = null,
        string[] names = null
    ) => Randn([rows, columns], new Options(dtype, device, requires_grad, names), generator);

    public static Tensor randint(
        long low,
        long high,
        long[] size,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        Generator generator = null,
        string[] names = null
    )
    {
        var options = new Options(dtype ?? ScalarType.Int64, device, requires_grad, names);
        return options.Finish(
            Aten.One("randint.low_generator", low, high, size, generator, options.Type, Arg.None, options.Device)
        );
    }

    public static Tensor randperm(
        long n,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        Generator generator = null
    )
    {
        var options = new Options(dtype ?? ScalarType.Int64, device, requires_grad, null);
        return options.Finish(Aten.One("randperm.generator", n, generator, options.Type, Arg.None, options.Device));
    }

    public static Tensor _standard_gamma(Tensor input, Generator generator = null) =>
        Aten.One("_standard_gamma", input, generator);

    private static Tensor Rand(long[] size, Options options, Generator generator) =>
        options.Finish(Aten.One("rand.generator", size, generator, options.TypeOrDefault, Arg.None, options.Device));

    private static Tensor Randn(long[] size, Options options, Generator generator) =>
        options.Finish(Aten.One("randn.generator", size, generator, options.TypeOrDefault, Arg.None, options.Device));
}
