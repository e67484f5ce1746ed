using System;
using TorchSharp.Interop;

namespace TorchSharp
{
    public static partial class torch
    {
        /// <summary>A source of random numbers; the same seed gives the same numbers.</summary>
        public class Generator : IDisposable
        {
            private IntPtr handle;

            private Generator(IntPtr handle) => this.handle = handle;

            public Generator(ulong seed = 0, Device device = null)
            {
                InitializeDevice(device);
                handle = NativeMethods.THSGenerator_new(seed);
                CheckForErrors();
            }

            ~Generator() => Dispose(false);

            /// <summary>A new object for the generator that all calls without one share.</summary>
            public static Generator Default => new(NativeMethods.THSGenerator_default());

            public Device device => CPU;

            public IntPtr Handle =>
                handle != IntPtr.Zero ? handle : throw new ObjectDisposedException(nameof(Generator));

            public Generator manual_seed(long seed)
            {
                NativeMethods.THSGenerator_manual_seed(Handle, (ulong)seed);
                CheckForErrors();
                return this;
            }

            public long seed() => NativeMethods.THSGenerator_seed(Handle);

            public long initial_seed() => NativeMethods.THSGenerator_initial_seed(Handle);

            public Tensor get_state()
            {
                IntPtr state = NativeMethods.THSGenerator_get_state(Handle);
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
                    NativeMethods.THSGenerator_dispose(handle);
                handle = IntPtr.Zero;
            }
        }

        public static Generator manual_seed(long seed)
        {
            NativeMethods.THSTorch_manual_seed((ulong)seed);
            CheckForErrors();
            return Generator.Default;
        }

        public static long initial_seed() => Generator.Default.initial_seed();

        public static long seed() => Generator.Default.seed();

        public static Tensor get_rng_state() => Generator.Default.get_state();

        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

        public static class random
        {
            public static Generator manual_seed(long seed) => torch.manual_seed(seed);

            public static long initial_seed() => torch.initial_seed();

            public static long seed() => torch.seed();

            public static Tensor get_rng_state() => torch.get_rng_state();

            public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
        }
    }
}
