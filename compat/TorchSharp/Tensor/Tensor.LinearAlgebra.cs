using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Products and parts of matrices.
    public partial class Tensor
    {
        public Tensor mm(Tensor target) => Aten.One("mm", this, target);

        /// <summary>
        /// Multiplies matrices. In TorchSharp 0.107, an error of libtorch crosses the native boundary here and ends the
        /// process.
        /// </summary>
        public Tensor matmul(Tensor target)
        {
            try
            {
                return Aten.One("matmul", this, target);
            }
            catch (ExternalException error)
            {
                Environment.FailFast(error.Message);
                throw;
            }
        }

        public Tensor dot(Tensor target) => Aten.One("dot", this, target);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) =>
            Aten.InPlace("addmm_", this, mat1, mat2, (double)beta, (double)alpha);
    }
}
