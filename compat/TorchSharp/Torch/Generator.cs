using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers; the same seed gives the same numbers.</summary>
    public class Generator : IDisposable
    {
        private IntPtr handle;

        private Generator(IntPtr handle)
        {
            this.handle = handle;
        }

        public Generator(ulong seed = 0, Device device = null)
        {
            InitializeDevice(device);
            handle = NativeMethods.THSGenerator_new(seed);
            CheckForErrors();
        }

        ~Generator() => Dispose(false);

        /// <summary>Gets a new object for the default generator, which all calls without a generator share.</summary>
        public static Generator Default => new(NativeMethods.THSGenerator_default());

        public IntPtr Handle => handle != IntPtr.Zero ? handle : throw new ObjectDisposedException(nameof(Generator));

        public Tensor get_state()
        {
            var state = NativeMethods.THSGenerator_get_state(Handle);
            CheckForErrors();
            return new Tensor(state);
        }

        public void set_state(Tensor value)
        {
            NativeMethods.THSGenerator_set_state(Handle, value.Handle);
            CheckForErrors();
            GC.KeepAlive(value);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (handle != IntPtr.Zero)
            {
                NativeMethods.THSGenerator_dispose(handle);
            }

            handle = IntPtr.Zero;
        }
    }

    public static Generator manual_seed(long seed)
    {
        NativeMethods.THSTorch_manual_seed((ulong)seed);
        CheckForErrors();
        return Generator.Default;
    }

    public static Tensor get_rng_state() => Generator.Default.get_state();

    public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
}
