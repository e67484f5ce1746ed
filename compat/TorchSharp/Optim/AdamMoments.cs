using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    internal interface IAdamState
    {
        ref long Step { get; }

        Tensor Mean { get; }

        Tensor Square { get; }

        Tensor Largest { get; }
    }

    /// <summary>The step that Adam and AdamW share, one native call for all parameters.</summary>
    internal static unsafe class AdamMoments
    {
        public static void Step(AdamSettings settings, IEnumerable<Parameter> parameters, IAdamState[] states)
        {
            IntPtr[] handles = parameters.Select(parameter => parameter.Handle).ToArray();
            IntPtr[] means = states.Select(state => state.Mean.Handle).ToArray();
            IntPtr[] squares = states.Select(state => state.Square.Handle).ToArray();
            IntPtr[] largest = states.Select(state => state.Largest?.Handle ?? IntPtr.Zero).ToArray();
            long[] steps = states.Select(state => state.Step).ToArray();
            fixed (
                IntPtr* handle = handles,
                    mean = means,
                    square = squares,
                    maximum = largest
            )
            fixed (long* step = steps)
                NativeMethods.THSAdam_step(&settings, handles.Length, handle, step, mean, square, maximum);
            GC.KeepAlive(parameters);
            GC.KeepAlive(states);
            CheckForErrors();
            for (int i = 0; i < states.Length; i++)
                states[i].Step = steps[i];
        }

        public static void ThrowIfInvalid(double lr, double beta1, double beta2, double eps, double weightDecay)
        {
            if (lr < 0)
                throw new ArgumentException($"Invalid learning rate: {lr}");
            if (eps < 0)
                throw new ArgumentException($"Invalid ε: {eps}");
            if (beta1 is < 0 or >= 1)
                throw new ArgumentException($"Invalid beta1: {beta1}");
            if (beta2 is < 0 or >= 1)
                throw new ArgumentException($"Invalid beta2: {beta2}");
            if (weightDecay < 0)
                throw new ArgumentException($"Invalid weight_decay value: {weightDecay}");
        }
    }
}
