using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Throws the error of the last native call of this thread, if there is one.</summary>
    /// <exception cref="ExternalException">With libtorch's message.</exception>
    public static void CheckForErrors()
    {
        var error = NativeMethods.THSTorch_take_last_error();
        if (error != IntPtr.Zero)
        {
            throw new ExternalException(Marshal.PtrToStringUTF8(error));
        }
    }

    public static int get_num_threads() => NativeMethods.THSTorch_get_num_threads();

    public static void set_num_threads(int num)
    {
        NativeMethods.THSTorch_set_num_threads(num);
        CheckForErrors();
    }
}
