using TorchSharp.Interop;

namespace TorchSharp;

// New tensors of one value.
public static partial class torch
{
    public static Tensor empty(
        long[] size,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Empty(size, new Options(dtype, device, requires_grad, names));

    public static Tensor empty(
        long size,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Empty([size], new Options(dtype, device, requires_grad, names));

    public static Tensor empty(
        long rows,
        long columns,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Empty([rows, columns], new Options(dtype, device, requires_grad, names));

    public static Tensor zeros(
        long[] size,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Zeros(size, new Options(dtype, device, requires_grad, names));

    public static Tensor zeros(
        long size,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Zeros([size], new Options(dtype, device, requires_grad, names));

    public static Tensor zeros(
        long rows,
        long columns,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Zeros([rows, columns], new Options(dtype, device, requires_grad, names));

    public static Tensor zeros(
        long dim0,
        long dim1,
        long dim2,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Zeros([dim0, dim1, dim2], new Options(dtype, device, requires_grad, names));

    public static Tensor zeros(
        long dim0,
        long dim1,
        long dim2,
        long dim3,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Zeros([dim0, dim1, dim2, dim3], new Options(dtype, device, requires_grad, names));

    public static Tensor ones(
        long[] size,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Ones(size, new Options(dtype, device, requires_grad, names));

    public static Tensor ones(
        long size,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Ones([size], new Options(dtype, device, requires_grad, names));

    public static Tensor ones(
        long rows,
        long columns,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Ones([rows, columns], new Options(dtype, device, requires_grad, names));

    public static Tensor full(
        int size,
        Scalar value,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Full([size], value, new Options(dtype, device, requires_grad, names));

    public static Tensor full(
        int rows,
        int columns,
        Scalar value,
        ScalarType? dtype = null,
        Device device = null,
        bool requires_grad = false,
        string[] names = null
    ) => Full([rows, columns], value, new Options(dtype, device, requires_grad, names));

    private static Tensor Empty(long[] size, Options options) =>
        options.Finish(Aten.One("empty.memory_format", size, options.TypeOrDefault, Arg.None, options.Device));

    private static Tensor Zeros(long[] size, Options options) =>
        options.Finish(Aten.One("zeros", size, options.TypeOrDefault, Arg.None, options.Device));

    private static Tensor Ones(long[] size, Options options) =>
        options.Finish(Aten.One("ones", size, options.TypeOrDefault, Arg.None, options.Device));

    private static Tensor Full(long[] size, Scalar value, Options options)
    {
        var type = options.Type ?? (is_integral(value.Type) ? ScalarType.Int64 : get_default_dtype());
        return options.Finish(Aten.One("full", size, value, type, Arg.None, options.Device));
    }
}
