using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The exports of native/*.cpp. The static constructor runs before the library is loaded.</summary>
internal static unsafe class NativeMethods
{
    private const string Library = "LibTorchSharp";

    static NativeMethods()
    {
        NativeSettings.Apply();
    }

    [DllImport(Library)]
    public static extern IntPtr THSTorch_take_last_error();

    [DllImport(Library)]
    public static extern IntPtr THSOperator_find(string name, string overload);

    [DllImport(Library)]
    public static extern NativeValue* THSOperator_call(
        IntPtr op,
        NativeValue* arguments,
        int count,
        out int resultCount
    );

    [DllImport(Library)]
    public static extern void THSTensor_dispose(IntPtr tensor);

    [DllImport(Library)]
    public static extern IntPtr THSTensor_alias(IntPtr tensor);

    [DllImport(Library)]
    public static extern IntPtr THSTensor_from_memory(
        void* data,
        long* sizes,
        int dimensions,
        sbyte type,
        [MarshalAs(UnmanagedType.I1)] bool requiresGrad
    );

    [DllImport(Library)]
    public static extern long THSTensor_ndimension(IntPtr tensor);

    [DllImport(Library)]
    public static extern long THSTensor_numel(IntPtr tensor);

    [DllImport(Library)]
    public static extern long THSTensor_element_size(IntPtr tensor);

    [DllImport(Library)]
    public static extern sbyte THSTensor_type(IntPtr tensor);

    [DllImport(Library)]
    public static extern int THSTensor_device_type(IntPtr tensor);

    [DllImport(Library)]
    public static extern int THSTensor_device_index(IntPtr tensor);

    [DllImport(Library)]
    [return: MarshalAs(UnmanagedType.I1)]
    public static extern bool THSTensor_is_contiguous(IntPtr tensor);

    [DllImport(Library)]
    [return: MarshalAs(UnmanagedType.I1)]
    public static extern bool THSTensor_requires_grad(IntPtr tensor);

    [DllImport(Library)]
    public static extern IntPtr THSTensor_data(IntPtr tensor);

    [DllImport(Library)]
    public static extern void THSTensor_sizes(IntPtr tensor, long* sizes);

    [DllImport(Library)]
    public static extern void THSTensor_strides(IntPtr tensor, long* strides);

    [DllImport(Library)]
    public static extern void THSTensor_set_requires_grad(
        IntPtr tensor,
        [MarshalAs(UnmanagedType.I1)] bool requiresGrad
    );

    [DllImport(Library)]
    public static extern IntPtr THSTensor_grad(IntPtr tensor);

    [DllImport(Library)]
    public static extern void THSTensor_set_grad(IntPtr tensor, IntPtr grad);

    [DllImport(Library)]
    public static extern void THSAutograd_backward(
        IntPtr* tensors,
        int count,
        IntPtr* gradients,
        int gradientCount,
        int retainGraph,
        [MarshalAs(UnmanagedType.I1)] bool createGraph,
        IntPtr* inputs,
        int inputCount
    );

    [DllImport(Library)]
    public static extern void THSAutograd_grad(
        IntPtr* outputs,
        int outputCount,
        IntPtr* inputs,
        int inputCount,
        IntPtr* gradients,
        int gradientCount,
        [MarshalAs(UnmanagedType.I1)] bool retainGraph,
        [MarshalAs(UnmanagedType.I1)] bool createGraph,
        [MarshalAs(UnmanagedType.I1)] bool allowUnused,
        IntPtr* results
    );

    [DllImport(Library)]
    [return: MarshalAs(UnmanagedType.I1)]
    public static extern bool THSAutograd_is_grad_enabled();

    [DllImport(Library)]
    public static extern void THSAutograd_set_grad_enabled([MarshalAs(UnmanagedType.I1)] bool enabled);

    [DllImport(Library)]
    public static extern IntPtr THSGenerator_new(ulong seed);

    [DllImport(Library)]
    public static extern IntPtr THSGenerator_default();

    [DllImport(Library)]
    public static extern void THSGenerator_dispose(IntPtr generator);

    [DllImport(Library)]
    public static extern IntPtr THSGenerator_get_state(IntPtr generator);

    [DllImport(Library)]
    public static extern void THSGenerator_set_state(IntPtr generator, IntPtr state);

    [DllImport(Library)]
    public static extern void THSTorch_manual_seed(ulong seed);

    [DllImport(Library)]
    public static extern int THSTorch_get_num_threads();

    [DllImport(Library)]
    public static extern void THSTorch_set_num_threads(int count);

    [DllImport(Library)]
    [return: MarshalAs(UnmanagedType.I1)]
    public static extern bool THSTorchCuda_is_available();

    [DllImport(Library)]
    public static extern int THSTorchCuda_device_count();

    [DllImport(Library)]
    public static extern void THSTorchCuda_synchronize(long device);

    [DllImport(Library)]
    public static extern void THSCuda_manual_seed_all(ulong seed);

    [DllImport(Library)]
    public static extern void THSAdam_step(
        AdamSettings* settings,
        int count,
        IntPtr* parameters,
        long* steps,
        IntPtr* mean,
        IntPtr* square,
        IntPtr* largest
    );
}
